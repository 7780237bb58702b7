// SPDX-License-Identifier: MIT
import type { Account, Chain, Client, Transport } from "viem";
import type { TributaryAddresses } from "./addresses.ts";
import { type CloseByPayeeParameters, closeByPayee } from "./payments/closeByPayee.ts";
import { type FinalizeParameters, finalize } from "./payments/finalize.ts";
import { type OpenChannelParameters, openChannel } from "./payments/openChannel.ts";
import { type ReadChannelParameters, readChannel } from "./payments/readChannel.ts";
import { type StartCloseParameters, startClose } from "./payments/startClose.ts";
import { type TopUpParameters, topUp } from "./payments/topUp.ts";
import { type ReadContentParameters, readContent } from "./readContent.ts";
import { readEdges } from "./readEdges.ts";

/** The parameters of an action, less the address that the decorator knows. */
type Less<Parameters, Known extends keyof Parameters> = Omit<Parameters, Known>;

/**
 * The reading actions, as methods of a viem client.
 *
 * @example
 * const client = createPublicClient({ chain, transport: http() }).extend(publicTributaryActions(addresses));
 * const content = await client.readContent({ contentId });
 */
export function publicTributaryActions(addresses: TributaryAddresses) {
  const { contentRegistry, operatorRegistry, paymentChannels, startBlock } = addresses;
  return (client: Client) => ({
    readContent: (parameters: Less<ReadContentParameters, "contentRegistry">) =>
      readContent(client, { contentRegistry, ...parameters }),
    readEdges: () => readEdges(client, { operatorRegistry, startBlock }),
    readChannel: (parameters: Less<ReadChannelParameters, "paymentChannels">) =>
      readChannel(client, { paymentChannels, ...parameters }),
  });
}

/**
 * The paying actions, as methods of a viem client with an account. Channels are in STREAM unless `token` says otherwise.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(walletTributaryActions(addresses));
 * const { channelId } = await client.openChannel({ payee, salt: 0n, sessionKey, windowSec: 3600, depositWei });
 */
export function walletTributaryActions(addresses: TributaryAddresses) {
  const { paymentChannels, streamToken } = addresses;
  return (client: Client<Transport, Chain, Account>) => ({
    openChannel: (
      parameters: Less<OpenChannelParameters, "paymentChannels" | "token"> &
        Partial<Pick<OpenChannelParameters, "token">>,
    ) => openChannel(client, { paymentChannels, token: streamToken, ...parameters }),
    topUp: (parameters: Less<TopUpParameters, "paymentChannels">) =>
      topUp(client, { paymentChannels, ...parameters }),
    startClose: (parameters: Less<StartCloseParameters, "paymentChannels">) =>
      startClose(client, { paymentChannels, ...parameters }),
    finalize: (parameters: Less<FinalizeParameters, "paymentChannels">) =>
      finalize(client, { paymentChannels, ...parameters }),
    closeByPayee: (parameters: Less<CloseByPayeeParameters, "paymentChannels">) =>
      closeByPayee(client, { paymentChannels, ...parameters }),
  });
}
