// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex } from "viem";
import { TryAgainError } from "../kernel/process/errors.ts";
import type { Payee } from "../sdk/chain/payee.ts";
import { type ChannelsContract, statusOfChannel } from "../sdk/channels/channel.ts";
import type { ChannelIds } from "../vouchers/channelIds.ts";
import { Refusal, requireSignature, unknownChannel } from "../vouchers/refusal.ts";
import type { VerifyVoucher } from "../vouchers/verifyVoucher.ts";
import type { VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { Held, VoucherStore } from "../vouchers/voucherStore.ts";
import { answerRepeated, notHigher } from "./repeats.ts";
import type { Funds } from "./topUps.ts";

export type AcceptVoucherOptions = {
  contract: ChannelsContract;
  /** The payees served, in lower case; undefined means all. */
  payees: readonly Payee[] | undefined;
  /** The tokens taken, in lower case. */
  tokens: readonly Address[];
  verify: VerifyVoucher;
  channelIdOf: ChannelIds;
  findFunds(channelId: Hex, cumulative: bigint): Promise<Funds>;
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
  const { contract, payees, tokens, verify, channelIdOf, findFunds, vouchers, maxBlindSec } = options;

  return async ({
    chainId,
    contract: address,
    key,
    cumulative,
    signature,
    ticks,
    postedBy,
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

    const channelId = channelIdOf(key);
    const payment = {
      channelId,
      cumulative,
      ...(ticks && { ticks: { ...ticks, tick: ticks.tickRoot, count: 0 } }),
      postedBy,
    };
    const before = await vouchers.find(channelId);
    const repeated = before && (await answerRepeated(before, payment, vouchers));
    if (repeated) return { channelId, ...repeated };
    // a payer may have started an unseen close
    if (options.blindForMs() > maxBlindSec * 1000) {
      throw new TryAgainError(`This sequencer knows no block younger than ${maxBlindSec} s.`);
    }
    const funds = await findFunds(channelId, cumulative);
    requireFunds(contract, funds, cumulative);
    const { settled } = funds.view.latest;
    const held = await vouchers.keep({ ...payment, key, signature: bytesToHex(signature), settled });
    if (held.cumulative > cumulative && !held.isRepeat) throw notHigher(cumulative, held.cumulative);
    return { channelId, ...held };
  };
}

export function requireFunds(
  contract: ChannelsContract,
  { view: { latest, final }, isFresh }: Funds,
  cumulative: bigint,
): void {
  const status = statusOfChannel(latest);
  if (status === "none") throw unknownChannel(contract);
  if (status === "closed")
    throw new Refusal("channel_closed", "This channel is closed for ever: open another.");
  if (status === "closing")
    throw new Refusal("channel_closing", "The payer is closing this channel: open another.");
  if (cumulative > latest.deposit && !isFresh) {
    throw new Refusal(
      "not_final",
      `The channel held ${latest.deposit} wei a moment ago, less than ${cumulative}: after a top-up, post again in a second.`,
      { retryAfterSec: 1 },
    );
  }
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
      { retryAfterSec: 12 },
    );
  }
}
