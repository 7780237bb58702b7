// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import {
  OpenedEvent,
  openFunction,
  openWithFunction,
  paymentChannelsErrors,
} from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { FundingSource } from "../chain/fundingSource.ts";
import type { Payee } from "../chain/payee.ts";
import { takes } from "../chain/takes.ts";
import { type OpenedChannel, openedChannel } from "./openedChannel.ts";

export type OpenChannelParameters = {
  payee: Payee;
  /** Any ERC-20; zero for ETH; STREAM by default. */
  token?: Address | undefined;
  /** A uint64 that the payer never used with this payee, token and session key. */
  salt: bigint;
  /** The key that signs the vouchers: better a fresh key than the payer's own. */
  sessionKey: Address;
  /** The payee's time to settle after the payer starts a close, in seconds. */
  windowSec: number;
  /** In wei of `token`: the most that the channel can ever pay without a top-up. */
  depositWei: bigint;
  /** `allowance` by default, which approves first where needed; ETH is sent along. */
  source?: FundingSource | undefined;
};
export type OpenChannelReturnType = OpenedChannel;

/**
 * Opens a channel from the client's account.
 *
 * @throws BalanceTooLow; ContractRefused, as of `PaymentChannels_AlreadyUsed`; the errors of every write: see {@link Write}.
 * @example
 * const { channelId, key } = await client.channel.openSync({
 *   payee: payeeOfAddress(creator),
 *   salt: 0n,
 *   sessionKey: privateKeyToAccount(generatePrivateKey()).address,
 *   windowSec: 3600,
 *   depositWei: parseEther("5"),
 * });
 */
export const openChannel = defineWrite({
  contract: "paymentChannels",
  functions: [openFunction, openWithFunction],
  event: OpenedEvent,
  errors: paymentChannelsErrors,
  deposit: takes(({ token, depositWei, source = "allowance" }: OpenChannelParameters, { addressOf }) => ({
    source,
    token: token ?? addressOf("streamToken"),
    amountWei: depositWei,
  })),
  call: (terms: OpenChannelParameters, { addressOf }, funding) => {
    const { payee, token = addressOf("streamToken"), salt, sessionKey, windowSec, depositWei } = terms;
    const args = [payee, token, salt, sessionKey, windowSec, depositWei];
    return (terms.source ?? "allowance") === "allowance"
      ? { args }
      : { functionName: "openWith", args: [...args, funding] };
  },
  result: (event, _, context) => openedChannel(event, context),
});
