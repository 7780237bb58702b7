// SPDX-License-Identifier: MIT
import { type LocalAccount, recoverTypedDataAddress } from "viem";
import { unpackSignature } from "../chain/signature.ts";
import { type ChannelKey, type ChannelsContract, channelIdOf } from "./channel.ts";
import { type PostVoucherReturnType, postVoucher, VoucherRefused } from "./postVoucher.ts";
import { readAccepted } from "./readAccepted.ts";
import { signVoucher, voucherTypedData } from "./voucher.ts";

export type PaymentSessionParameters = ChannelsContract & {
  key: ChannelKey;
  sessionAccount: LocalAccount;
  sequencerUrl: string;
  /** The channel's deposit, in wei: the payment session never signs for more. */
  depositWei: bigint;
  /** The cumulative promised before, in wei; a payment session that lost count learns the figure from the sequencer. */
  paidWei?: bigint;
};

/** The payment is above the channel's deposit. */
export class DepositExhausted extends Error {
  override name = "DepositExhausted";

  constructor(wantedWei: bigint, depositWei: bigint) {
    super(
      `the payment brings the channel to ${wantedWei} wei, above its deposit of ${depositWei}: top up the channel`,
    );
  }
}

/**
 * Pays through one open channel, a little at a time.
 *
 * @example
 * const paymentSession = new PaymentSession({ chainId, paymentChannels, key, sessionAccount, sequencerUrl, depositWei });
 * await paymentSession.pay(ratePerSecond); // each second
 */
export class PaymentSession {
  readonly #parameters: PaymentSessionParameters;
  #depositWei: bigint;
  #paidWei: bigint;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parameters: PaymentSessionParameters) {
    this.#parameters = parameters;
    this.#depositWei = parameters.depositWei;
    this.#paidWei = parameters.paidWei ?? 0n;
  }

  /** The cumulative that the sequencer accepted, in wei since the channel opened. */
  get paidWei(): bigint {
    return this.#paidWei;
  }

  /** Tells the payment session of a top-up: the channel's deposit is now `depositWei` in all. */
  raiseDeposit(depositWei: bigint): void {
    if (depositWei > this.#depositWei) this.#depositWei = depositWei;
  }

  /**
   * Pays `amountWei` more. Payments go out one after another. A failed payment is not counted: paying the same amount
   * again posts the same voucher, and so pays once.
   *
   * @throws DepositExhausted, before anything is signed; VoucherRefused; SequencerUnreachable.
   */
  pay(amountWei: bigint): Promise<PostVoucherReturnType> {
    if (amountWei <= 0n) throw new RangeError(`a payment is above zero, not ${amountWei} wei`);
    const payment = this.#queue.then(() => this.#payNow(amountWei));
    this.#queue = payment.catch(() => {});
    return payment;
  }

  async #payNow(amountWei: bigint): Promise<PostVoucherReturnType> {
    try {
      return await this.#promise(this.#paidWei + amountWei);
    } catch (error) {
      if (!(error instanceof VoucherRefused && error.code === "not_higher")) throw error;
      await this.#resync();
      return await this.#promise(this.#paidWei + amountWei);
    }
  }

  async #promise(cumulative: bigint): Promise<PostVoucherReturnType> {
    if (cumulative > this.#depositWei) throw new DepositExhausted(cumulative, this.#depositWei);
    const voucher = await signVoucher({ ...this.#parameters, cumulative });
    const answer = await postVoucher({ ...this.#parameters, voucher });
    this.#paidWei = cumulative;
    return answer;
  }

  /** Adopts a higher cumulative only with the session key's own signature, so that nobody can talk the payment session up. */
  async #resync(): Promise<void> {
    const channelId = channelIdOf(this.#parameters);
    const held = await readAccepted({ ...this.#parameters, channelId });
    if (held === undefined || held.cumulative <= this.#paidWei) return;
    const { sessionAccount } = this.#parameters;
    const typedData = voucherTypedData({ ...this.#parameters, cumulative: held.cumulative });
    const signer = await recoverTypedDataAddress({
      ...typedData,
      signature: unpackSignature(held.signature),
    });
    if (signer !== sessionAccount.address) {
      throw new Error(
        `the sequencer shows a voucher over ${held.cumulative} wei that this payment session never signed: close the channel, and use another sequencer`,
      );
    }
    this.#paidWei = held.cumulative;
  }
}
