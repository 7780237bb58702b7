// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex } from "viem";
import { TryAgainError } from "../kernel/process/errors.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import { type ChannelsContract, channelIdOf, statusOfChannel } from "../sdk/channels/channel.ts";
import { Refusal, requireSignature, unknownChannel } from "../vouchers/refusal.ts";
import type { VerifyVoucher } from "../vouchers/verifyVoucher.ts";
import type { VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { Held, VoucherStore } from "../vouchers/voucherStore.ts";
import { signedCumulative } from "../vouchers/voucherTables.ts";
import type { ChannelBook, ChannelView } from "./channelBook.ts";

export type AcceptVoucherOptions = {
  contract: ChannelsContract;
  /** The payees served, in lower case; undefined means all. */
  payees: readonly Payee[] | undefined;
  /** The tokens taken, in lower case. */
  tokens: readonly Address[];
  verify: VerifyVoucher;
  channels: ChannelBook;
  vouchers: VoucherStore;
  /** Milliseconds since the last look at the chain. */
  blindForMs(): number;
  maxBlindSec: number;
};

export type Accepted = Held & { channelId: Hex };

/**
 * Makes the judge of vouchers. An accepted voucher is on disk when the promise resolves. Throws a {@link Refusal}, a
 * TryAgainError, or the error of the chain or the disk.
 */
export function createAcceptVoucher(options: AcceptVoucherOptions) {
  const { contract, payees, tokens, verify, channels, vouchers, maxBlindSec } = options;

  return async ({
    chainId,
    contract: address,
    key,
    cumulative,
    signature,
    ticks,
  }: VoucherRequest): Promise<Accepted> => {
    if (chainId !== contract.chainId) {
      throw new Refusal(
        "other_chain",
        `This sequencer serves chain ${contract.chainId}: post to a sequencer of chain ${chainId}.`,
      );
    }
    if (address !== contract.paymentChannels.toLowerCase()) {
      throw new Refusal(
        "other_contract",
        `This sequencer serves ${contract.paymentChannels}: post to a sequencer of ${address}.`,
      );
    }
    if (payees && !payees.includes(key.payee)) {
      throw new Refusal(
        "payee_not_served",
        `This sequencer does not serve ${key.payee}: post to the payee's own.`,
      );
    }
    if (!tokens.includes(key.token)) {
      throw new Refusal(
        "token_not_served",
        `This sequencer does not take the token ${key.token}: pay in another.`,
      );
    }
    // before any read of the chain, so that only the session key's holder can cause one
    requireSignature(verify, { key, cumulative, signature, ticks });

    const channelId = channelIdOf({ ...contract, key });
    const before = await vouchers.find(channelId);
    if (before && before.ticks?.tickRoot === ticks?.tickRoot && signedCumulative(before) === cumulative) {
      // ticks of another value would be paid at a price that nobody holds
      if (before.ticks?.tickValue !== ticks?.tickValue) throw notHigher(cumulative, before.cumulative);
      return { channelId, cumulative: before.cumulative, addedWei: 0n };
    }
    if (before && before.cumulative > cumulative) throw notHigher(cumulative, before.cumulative);
    // a payer may have started an unseen close
    if (options.blindForMs() > maxBlindSec * 1000) {
      throw new TryAgainError(`This sequencer knows no block younger than ${maxBlindSec} s.`);
    }
    const view = await channels.find(channelId);
    requireFunds(contract, view, cumulative);
    const { settled } = view.latest;
    const held = await vouchers.keep({
      channelId,
      key,
      cumulative,
      signature: bytesToHex(signature),
      ...(ticks && { ticks: { ...ticks, tick: ticks.tickRoot, count: 0 } }),
      settled,
    });
    if (held.cumulative > cumulative) throw notHigher(cumulative, held.cumulative);
    return { channelId, ...held };
  };
}

export function requireFunds(
  contract: ChannelsContract,
  { latest, final }: ChannelView,
  cumulative: bigint,
): void {
  const status = statusOfChannel(latest);
  if (status === "none") throw unknownChannel(contract);
  if (status === "closed")
    throw new Refusal("channel_closed", "This channel is closed for ever: open another.");
  if (status === "closing")
    throw new Refusal("channel_closing", "The payer is closing this channel: open another.");
  if (cumulative > latest.deposit) {
    throw new Refusal(
      "above_deposit",
      `The channel holds ${latest.deposit} wei, less than ${cumulative}: top up the channel.`,
    );
  }
  if (cumulative > final.deposit) {
    throw new Refusal(
      "not_final",
      `Only ${final.deposit} wei of the deposit are final: post again in some blocks.`,
    );
  }
}

export function notHigher(cumulative: bigint, held: bigint): Refusal {
  return new Refusal(
    "not_higher",
    `A voucher over ${held} wei is held already, more than ${cumulative}: sign a higher one.`,
    held,
  );
}
