// SPDX-License-Identifier: MIT
import type { Account, Chain, Client, Transport } from "viem";
import type { TributaryAddresses } from "./addresses.ts";
import { closeByPayee } from "./channels/closeByPayee.ts";
import { closeWithConsent } from "./channels/closeWithConsent.ts";
import { signCloseConsent, signRefundConsent } from "./channels/consent.ts";
import { finalize } from "./channels/finalize.ts";
import { openChannel } from "./channels/openChannel.ts";
import { openFor } from "./channels/openFor.ts";
import { signOpening } from "./channels/opening.ts";
import { signOpeningFunding } from "./channels/openingFunding.ts";
import { openKeptSession } from "./channels/openKeptSession.ts";
import { readChannel } from "./channels/readChannel.ts";
import { refund } from "./channels/refund.ts";
import { settleTicks } from "./channels/settleTicks.ts";
import { startClose } from "./channels/startClose.ts";
import { topUp } from "./channels/topUp.ts";
import { readContent } from "./content/readContent.ts";
import { readEdges } from "./content/readEdges.ts";

/** The parameters of an action; those that the decorator knows are optional. */
type Knowing<Parameters, Known> = Omit<Parameters, keyof Known> &
  Partial<Pick<Parameters, keyof Known & keyof Parameters>>;

/** Turns actions into methods of `client`, with the known parameters filled in. */
function methodsOf<Own>(client: Own) {
  return <Known, Parameters extends Known, Result>(
    action: (client: Own, parameters: Parameters) => Result,
    known: Known,
  ) =>
    (parameters: Knowing<Parameters, Known>): Result =>
      // the known and the given parameters together are all parameters
      action(client, { ...known, ...parameters } as unknown as Parameters);
}

/**
 * Adds the reading actions to a viem client.
 *
 * @example
 * const client = createPublicClient({ chain, transport: http() }).extend(publicTributaryActions(addresses));
 * const content = await client.readContent({ contentId });
 */
export function publicTributaryActions(addresses: TributaryAddresses) {
  const { contentRegistry, operatorRegistry, startBlock, paymentChannels } = addresses;
  return (client: Client) => {
    const method = methodsOf(client);
    return {
      readContent: method(readContent, { contentRegistry }),
      readEdges: () => readEdges(client, { operatorRegistry, startBlock }),
      readChannel: method(readChannel, { paymentChannels }),
    };
  };
}

/**
 * Adds the paying actions to a viem client with an account. Payments are in STREAM unless `token` names another token.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(walletTributaryActions(addresses));
 * const { channelId } = await client.openChannel({ payee, salt: 0n, sessionKey, windowSec: 3600, depositWei });
 */
export function walletTributaryActions(addresses: TributaryAddresses) {
  const { paymentChannels, streamToken: token } = addresses;
  return (client: Client<Transport, Chain, Account>) => {
    const method = methodsOf(client);
    const chainId = client.chain.id;
    return {
      openChannel: method(openChannel, { paymentChannels, token }),
      openKeptSession: method(openKeptSession, { paymentChannels, token }),
      signOpening: method(signOpening, { chainId, paymentChannels }),
      signOpeningFunding: method(signOpeningFunding, { chainId, paymentChannels }),
      openFor: method(openFor, { paymentChannels }),
      topUp: method(topUp, { paymentChannels }),
      startClose: method(startClose, { paymentChannels }),
      finalize: method(finalize, { paymentChannels }),
      closeByPayee: method(closeByPayee, { paymentChannels }),
      signCloseConsent: method(signCloseConsent, { chainId, paymentChannels }),
      closeWithConsent: method(closeWithConsent, { paymentChannels }),
      signRefundConsent: method(signRefundConsent, { chainId, paymentChannels }),
      refund: method(refund, { paymentChannels }),
      settleTicks: method(settleTicks, { paymentChannels, token }),
    };
  };
}
