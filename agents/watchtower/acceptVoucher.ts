// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex } from "viem";
import type { Payee } from "../sdk/chain/payee.ts";
import {
  type Channel,
  type ChannelsContract,
  channelIdOf,
  statusOfChannel,
} from "../sdk/channels/channel.ts";
import { Refusal } from "../vouchers/refusal.ts";
import type { VerifyVoucher } from "../vouchers/verifyVoucher.ts";
import type { VoucherRequest } from "../vouchers/voucherRequest.ts";
import type { VoucherStore } from "../vouchers/voucherStore.ts";
import type { DefenceRules } from "./policy.ts";

export type AcceptVoucherOptions = {
  contract: ChannelsContract;
  /** Whom to defend, in lower case; undefined means everybody. */
  payees: readonly Payee[] | undefined;
  prices: DefenceRules["prices"];
  verify: VerifyVoucher;
  vouchers: VoucherStore;
  /** What the chain says now. */
  readChannel(channelId: Hex): Promise<Channel>;
  nowSec(): Promise<number>;
  marginSec: number;
};

export type Accepted = {
  channelId: Hex;
  cumulative: bigint;
  addedWei: bigint;
  /** It came too near the channel's deadline, or after it, for a promise. */
  late: boolean;
};

/**
 * Makes the judge of vouchers. What it returns is on disk; it throws a {@link Refusal}, or whatever the chain or the
 * disk failed with. Unlike a sequencer it gives nothing for a voucher, so it takes one of a channel that is closing,
 * of a deposit that is not final, and above the deposit.
 */
export function createAcceptVoucher(options: AcceptVoucherOptions) {
  const { contract, payees, prices, verify, vouchers, marginSec } = options;

  async function isLate({ closesAt }: Channel): Promise<boolean> {
    return closesAt !== 0 && closesAt - (await options.nowSec()) < marginSec;
  }

  return async (request: VoucherRequest): Promise<Accepted> => {
    const { chainId, contract: address, key, cumulative, signature } = request;
    if (chainId !== contract.chainId)
      throw new Refusal("other_chain", `This watchtower serves chain ${contract.chainId}, not ${chainId}.`);
    if (address !== contract.paymentChannels.toLowerCase())
      throw new Refusal(
        "other_contract",
        `This watchtower serves ${contract.paymentChannels}, not ${address}.`,
      );
    if (payees && !payees.includes(key.payee))
      throw new Refusal("payee_not_served", `This watchtower does not defend ${key.payee}.`);
    if (!prices.has(key.token as Address))
      throw new Refusal("token_not_served", `This watchtower has no price for the token ${key.token}.`);
    // before the chain is asked, so that only who holds the session key can make us ask
    if (!verify(key, cumulative, signature))
      throw new Refusal("wrong_key", `The session key ${key.sessionKey} did not sign this voucher.`);

    const channelId = channelIdOf({ ...contract, key });
    const channel = await options.readChannel(channelId);
    const status = statusOfChannel(channel);
    if (status === "none") throw new Refusal("unknown_channel", "Nobody opened this channel.");
    if (status === "closed") throw new Refusal("channel_closed", "This channel is closed for ever.");
    const { settled } = channel;
    const kept = await vouchers.keep({
      channelId,
      key,
      cumulative,
      signature: bytesToHex(signature),
      settled,
    });
    if (kept.cumulative > cumulative)
      throw new Refusal(
        "not_higher",
        `A voucher over ${kept.cumulative} wei is held already.`,
        kept.cumulative,
      );
    return { channelId, ...kept, late: await isLate(channel) };
  };
}
