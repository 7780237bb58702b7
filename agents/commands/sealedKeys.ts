// SPDX-License-Identifier: GPL-3.0-or-later
import { createClient, http, type LocalAccount } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { accessEvidence } from "../sdk/access/accessEvidence.ts";
import { addressesOf } from "../sdk/addresses.ts";
import { withTributary } from "../sdk/chain/deployment.ts";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import type { PaymentSession } from "../sdk/channels/paymentSession.ts";
import { type PeriodPayments, periodPayments } from "../sdk/channels/periodPayments.ts";
import { CONTRACT_NAMES } from "../sdk/contracts.generated.ts";
import { committeeKeys } from "../sdk/encryption/committeeKeys.ts";
import type { KeyProvider } from "../sdk/encryption/keyProvider.ts";
import { printable } from "../sdk/wire/printable.ts";
import type { Wallet } from "../wallet/wallet.ts";
import { note } from "./say.ts";

/** The open channel of a viewer. */
export type OpenedChannel = { session: PaymentSession; key: ChannelKey; sessionAccount: LocalAccount };

type SealedConfig = { sequencerUrl: string; rpcUrl: string; deployment?: string | undefined };

/** The keys of a work that is sealed to a committee, and the payments that its policy may ask for. */
export async function sealedKeys(
  { account }: Pick<Wallet, "account">,
  { session, key, sessionAccount }: OpenedChannel,
  { sequencerUrl, rpcUrl, deployment: deploymentPath }: SealedConfig,
): Promise<{ keys: KeyProvider; paymentSession: PeriodPayments["paymentSession"] }> {
  const connected = await connectChain({ rpcUrl, contracts: CONTRACT_NAMES, deploymentPath });
  const { publicClient, chainId, deployment } = connected;
  const chain = withTributary(publicClient.chain, addressesOf(deployment));
  const client = createClient({ chain, transport: http(rpcUrl) });
  const { PaymentChannels: paymentChannels } = deployment.contracts;
  const { paymentSession, receiptOf } = periodPayments({
    ...{ chainId, paymentChannels, key, session, sessionAccount, sequencerUrl },
  });
  const viewer = account.address;
  const keys = committeeKeys({
    ...{ client, viewer, signer: account, evidence: accessEvidence(client, { viewer, receiptOf }) },
    onLiar: ({ node }) =>
      note(`the key node ${node.address} at ${printable(node.endpoint)} signed a false answer`),
  });
  return { keys, paymentSession };
}
