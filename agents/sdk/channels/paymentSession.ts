// SPDX-License-Identifier: MIT
import type { Hex, LocalAccount } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { type Patience, pause } from "../wire/requestJson.ts";
import { type ChannelKey, type ChannelsContract, channelIdOf } from "./channel.ts";
import { type PostVoucherReturnType, postVoucher, VoucherRefused } from "./postVoucher.ts";
import { type Promises, promisesOf } from "./promises.ts";
import { isSigned, readAccepted } from "./readAccepted.ts";
import { signVoucher } from "./voucher.ts";

export type PaymentSessionParameters = ChannelsContract &
  Omit<Patience, "signal"> & {
    key: ChannelKey;
    sessionAccount: LocalAccount;
    sequencerUrl: string;
    /** The channel's deposit, in wei: the payment session never signs for more. */
    depositWei: bigint;
    /** The cumulative promised before, in wei; without it, the session begins from what the sequencer accepted. */
    paidWei?: bigint;
  };

/** The payment is above the channel's deposit. */
export class DepositExhausted extends TributaryError {
  override name = "DepositExhausted";
  /** The cumulative that the payment would have promised, in wei. */
  readonly wantedWei: bigint;
  readonly depositWei: bigint;

  constructor(wantedWei: bigint, depositWei: bigint) {
    super(`the payment brings the channel to ${wantedWei} wei, above its deposit of ${depositWei}`, {
      advice: "top up the channel",
    });
    this.wantedWei = wantedWei;
    this.depositWei = depositWei;
  }
}

/** Another session of the channel posted the same voucher first: this payment added less than it meant to. */
export class PaymentShared extends TributaryError {
  override name = "PaymentShared";

  constructor(amountWei: bigint, addedWei: bigint) {
    super(
      `the payment of ${amountWei} wei added ${addedWei}: another session pays through this channel at the same time`,
      { advice: "pay again for the rest, or give each session a channel of its own", retryable: true },
    );
  }
}

/** The sequencer shows a voucher without the session key's signature. */
export class VoucherForged extends TributaryError {
  override name = "VoucherForged";
}

const PATIENCE_MS = 600_000;
/** A sequencer sees a deposit with its next look at the chain, by a node that may be some blocks behind. */
const LOOK_AGAIN_MS = 250;
const LOOKS = 240;
const UNSEEN_DEPOSIT = ["above_deposit", "unknown_channel"];

/**
 * Pays through one open channel, a little at a time. Sessions of one page or process on one channel share its promises: their
 * payments add up. The first payment begins from what the sequencer accepted, so a session may be made anew at any time.
 *
 * @example
 * const paymentSession = new PaymentSession({ chainId, paymentChannels, key, sessionAccount, sequencerUrl, depositWei });
 * await paymentSession.pay(ratePerSecond); // each second
 */
export class PaymentSession {
  readonly #parameters: PaymentSessionParameters;
  readonly #channelId: Hex;
  readonly #promises: Promises;
  #looksForDeposit = 0;

  constructor(parameters: PaymentSessionParameters) {
    this.#parameters = parameters;
    this.#channelId = channelIdOf(parameters);
    this.#promises = promisesOf(this.#channelId, parameters.sequencerUrl, parameters);
  }

  /** The cumulative that the sequencer accepted, in wei since the channel opened. */
  get paidWei(): bigint {
    return this.#promises.paidWei;
  }

  /** What the session may still promise, in wei: exact after {@link begin}. */
  get leftWei(): bigint {
    return this.#promises.depositWei - this.#promises.paidWei;
  }

  /** Asks the sequencer what it accepted before. The first payment does so by itself. */
  async begin(): Promise<void> {
    if (this.#promises.begun) return;
    await this.#resync();
    this.#promises.begun = true;
  }

  /** Tells the payment session of a deposit that was just mined: the channel's is now `depositWei` in all. */
  raiseDeposit(depositWei: bigint): void {
    if (depositWei <= this.#promises.depositWei) return;
    this.#promises.depositWei = depositWei;
    this.#looksForDeposit = LOOKS;
  }

  /**
   * Pays `amountWei` more. Payments go out one after another. A failed payment is not counted: paying the same amount
   * again posts the same voucher, and so pays once. A sequencer that says "later", as of a fresh deposit, is waited for.
   *
   * @throws DepositExhausted, before anything is signed; PaymentShared; VoucherRefused; VoucherForged; SequencerUnreachable.
   */
  pay(amountWei: bigint): Promise<PostVoucherReturnType> {
    if (amountWei <= 0n) throw new InvalidInput(`a payment is above zero, not ${amountWei} wei`);
    const payment = this.#promises.queue.then(() => this.#payNow(amountWei));
    this.#promises.queue = payment.catch(() => {});
    return payment;
  }

  async #payNow(amountWei: bigint): Promise<PostVoucherReturnType> {
    const promises = this.#promises;
    await this.begin();
    const missingWei = amountWei - promises.uncountedWei;
    if (missingWei <= 0n) {
      promises.uncountedWei -= amountWei;
      return { channelId: this.#channelId, acceptedWei: promises.paidWei, addedWei: 0n };
    }
    const answer = await this.#add(missingWei);
    const { addedWei = missingWei } = answer;
    if (addedWei >= missingWei) {
      promises.uncountedWei = 0n;
      return answer;
    }
    // not signed for again without another voucher to show for it: a sequencer could talk the payment session up
    promises.uncountedWei += addedWei;
    throw new PaymentShared(missingWei, addedWei);
  }

  /** Promises `amountWei` above all that was promised, on top of a higher voucher of another session too. */
  async #add(amountWei: bigint): Promise<PostVoucherReturnType> {
    try {
      return await this.#promise(this.#promises.paidWei + amountWei);
    } catch (error) {
      if (!(error instanceof VoucherRefused && error.code === "not_higher")) throw error;
      await this.#resync();
      return await this.#promise(this.#promises.paidWei + amountWei);
    }
  }

  async #promise(cumulative: bigint): Promise<PostVoucherReturnType> {
    const { depositWei } = this.#promises;
    if (cumulative > depositWei) throw new DepositExhausted(cumulative, depositWei);
    const voucher = await signVoucher({ ...this.#parameters, cumulative });
    const posting = {
      patienceMs: PATIENCE_MS,
      ...this.#parameters,
      voucher,
      postedBy: this.#promises.postedBy,
    };
    for (;;) {
      try {
        const answer = await postVoucher(posting);
        if (cumulative > this.#promises.paidWei) this.#promises.paidWei = cumulative;
        return answer;
      } catch (error) {
        if (!(error instanceof VoucherRefused && UNSEEN_DEPOSIT.includes(error.code))) throw error;
        if (this.#looksForDeposit === 0) throw error;
        this.#looksForDeposit -= 1;
        await pause(LOOK_AGAIN_MS);
      }
    }
  }

  /** Adopts a higher cumulative only with the session key's own signature, so that nobody can talk the payment session up. */
  async #resync(): Promise<void> {
    const held = await readAccepted({ ...this.#parameters, channelId: this.#channelId });
    if (held === undefined || held.cumulative <= this.#promises.paidWei) return;
    if (!(await isSigned(this.#parameters, held))) {
      throw new VoucherForged(
        `the sequencer shows a voucher over ${held.cumulative} wei that this payment session never signed`,
        { advice: "close the channel, and use another sequencer" },
      );
    }
    this.#promises.paidWei = held.cumulative;
  }
}
