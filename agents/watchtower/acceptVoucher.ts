// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex } from "viem";
import type { Payee } from "../sdk/chain/payee.ts";
import {
  type Channel,
  type ChannelsContract,
  channelIdOf,
  statusOfChannel,
} from "../sdk/channels/channel.ts";
import { Refusal, requireSignature, unknownChannel } from "../vouchers/refusal.ts";
import type { VerifyVoucher } from "../vouchers/verifyVoucher.ts";
import type { VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { DefenceRules } from "./policy.ts";

export type AcceptVoucherOptions = {
  contract: ChannelsContract;
  /** The payees defended, in lower case; undefined means all. */
  payees: readonly Payee[] | undefined;
  prices: DefenceRules["prices"];
  verify: VerifyVoucher;
  vouchers: VoucherStore;
  /** Reads a channel from the chain. */
  readChannel(channelId: Hex): Promise<Channel>;
  /** Whether a channel's deadline is too near for a promise. */
  isLate(channel: Channel): Promise<boolean>;
  /** Is told of a channel that closes already. */
  noteClosing(channelId: Hex, channel: Channel): Promise<unknown>;
};

export type Accepted = {
  channelId: Hex;
  cumulative: bigint;
  addedWei: bigint;
  /** The voucher came too near the channel's deadline, or after it, for a promise. */
  late: boolean;
};

/**
 * Makes the judge of vouchers. An accepted voucher is on disk when the promise resolves. Throws a {@link Refusal}, or the
 * error of the chain or the disk. A watchtower gives nothing for a voucher, so unlike a sequencer it takes vouchers of
 * closing channels, on a deposit that is not final, and above the deposit.
 */
export function createAcceptVoucher(options: AcceptVoucherOptions) {
  const { contract, payees, prices, verify, vouchers } = options;

  return async (request: VoucherRequest): Promise<Accepted> => {
    const { chainId, contract: address, key, cumulative, signature, ticks } = request;
    if (chainId !== contract.chainId)
      throw new Refusal(
        "other_chain",
        `This watchtower serves chain ${contract.chainId}: post to a watchtower of chain ${chainId}.`,
      );
    if (address !== contract.paymentChannels.toLowerCase())
      throw new Refusal(
        "other_contract",
        `This watchtower serves ${contract.paymentChannels}: post to a watchtower of ${address}.`,
      );
    if (payees && !payees.includes(key.payee))
      throw new Refusal("payee_not_served", `This watchtower does not defend ${key.payee}: post to another.`);
    if (!prices.has(key.token as Address))
      throw new Refusal(
        "token_not_served",
        `This watchtower has no price for the token ${key.token}: post to another.`,
      );
    // before any read of the chain, so that only the session key's holder can cause one
    requireSignature(verify, { key, cumulative, signature, ticks });

    const channelId = channelIdOf({ ...contract, key });
    const channel = await options.readChannel(channelId);
    const status = statusOfChannel(channel);
    if (status === "none") throw unknownChannel(contract);
    if (status === "closed")
      throw new Refusal("channel_closed", "This channel is closed for ever: nothing is left to defend.");
    const { settled } = channel;
    const kept = await vouchers.keep({
      channelId,
      key,
      cumulative,
      signature: bytesToHex(signature),
      ...(ticks && { ticks: { ...ticks, tick: ticks.tickRoot, count: 0 } }),
      settled,
    });
    if (status === "closing") await options.noteClosing(channelId, channel);
    if (kept.cumulative > cumulative)
      throw new Refusal(
        "not_higher",
        `A voucher over ${kept.cumulative} wei is held already, more than ${cumulative}: post a higher one.`,
        { accepted: kept.cumulative },
      );
    return { channelId, ...kept, late: await options.isLate(channel) };
  };
}
