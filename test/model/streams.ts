// SPDX-License-Identifier: GPL-3.0-or-later
import { ALLOWANCE, ensure, fitUint96, type Ledger, Refusal } from "./ledger.ts";
import { Rational, ZERO } from "./rational.ts";
import { CONTENT_PAYEES, STREAM, STREAMS } from "./scene.ts";

export type StreamName = { viewer: number; opener: number; content: number; salt: number };
export type StreamKey = StreamName & { payee: number; token: number };

export const STATUSES = ["None", "Streaming", "Paused", "Depleted"] as const;
export type Status = (typeof STATUSES)[number];

/** What stands about a stream. Status "None": all zero. */
export type Standing = { status: Status; accrued: bigint; refundable: bigint; depletesAt: bigint };

const NOT_OPEN = "Streams_NotOpen(bytes32,bytes32,address)";
const NOT_VIEWER = "Streams_NotViewer(address,address)";
const NOT_HOLDER = "Streams_NotHolder(address,bytes32)";

/** One stream: what was ever put in, earned, and withdrawn. Only a payment is in whole wei. */
class OpenStream {
  private earnedBefore = ZERO;
  private withdrawn = 0n;
  isPosition = false;
  isPaused = false;

  private readonly ledger: Ledger;
  private funded: bigint;
  private rate: Rational;
  /** Who is paid. */
  holder: number;
  private since: number;

  constructor(ledger: Ledger, funded: bigint, rate: Rational, holder: number) {
    this.ledger = ledger;
    this.funded = funded;
    this.rate = rate;
    this.holder = holder;
    this.since = ledger.now;
  }

  /** All that the payee ever earned: rate × time, and never more than was put in. */
  private earned(): Rational {
    const flowed = this.isPaused ? ZERO : this.rate.times(this.ledger.now - this.since);
    return this.earnedBefore.plus(flowed).min(Rational.of(this.funded));
  }

  due(): bigint {
    return this.earned().floor() - this.withdrawn;
  }

  refundable(): bigint {
    return this.funded - this.earned().floor();
  }

  /** What the viewer can take back while the stream runs: no part of a wei that was earned. */
  unspent(): bigint {
    return Rational.of(this.funded).minus(this.earned()).floor();
  }

  funds(): bigint {
    return this.funded - this.withdrawn;
  }

  status(): Status {
    if (this.refundable() === 0n) return "Depleted";
    return this.isPaused ? "Paused" : "Streaming";
  }

  /** Of one that is depleted, when that was is history. */
  depletesAt(): bigint {
    if (this.status() === "Depleted") return 0n;
    const seconds = Rational.of(this.funded).minus(this.earned()).over(this.rate).ceil();
    return BigInt(this.ledger.now) + seconds;
  }

  /** Takes out what is due. */
  pay(): bigint {
    const amount = this.due();
    this.withdrawn += amount;
    return amount;
  }

  /** Books what was earned, and goes on from now. */
  change({ rate = this.rate, isPaused = this.isPaused, added = 0n }): void {
    this.earnedBefore = this.earned();
    this.since = this.ledger.now;
    this.rate = rate;
    this.isPaused = isPaused;
    this.funded += added;
  }
}

/** What {IStreamingProtocol} and {IStreams} promise. */
export class Streams {
  private readonly open_ = new Map<string, OpenStream>();
  /** Of all that were ever opened, by what names them. */
  readonly keys = new Map<string, StreamKey>();

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  open(
    caller: number,
    terms: { content: number; viewer: number; salt: number; token: number; rate: Rational; deposit: bigint },
    purse = ALLOWANCE,
  ): void {
    const { content, viewer, salt, token, rate } = terms;
    const received = this.ledger.take(STREAMS, caller, token, terms.deposit, purse);
    ensure(ZERO.isBelow(rate), "Streams_RateZero()");
    ensure(received > 0n, "Streams_DepositZero()");
    const payee = CONTENT_PAYEES[content];
    if (payee === undefined) throw new Refusal("ContentRegistry_Unknown(bytes32)");
    this.ledger.requirePayable(payee, token);
    const key = { viewer, opener: caller, content, salt, payee, token };
    const stream = new OpenStream(this.ledger, fitUint96(received), rate, payee);
    const old = this.open_.get(nameOf(key));
    if (old) {
      ensure(old.status() === "Depleted", "Streams_AlreadyOpen(bytes32)");
      // what was sold stays sold
      ensure(!old.isPosition, "Streams_IsPosition(bytes32)");
      this.ledger.pay(STREAMS, old.holder, token, old.pay());
    }
    this.open_.set(nameOf(key), stream);
    this.keys.set(nameOf(key), key);
  }

  initiateStream(caller: number, content: number, duration: bigint, rate: bigint): void {
    ensure(rate < 1n << 72n, "Overflow()");
    const terms = { content, viewer: caller, salt: 0, token: STREAM };
    this.open(caller, { ...terms, rate: Rational.of(rate), deposit: duration * rate });
  }

  topUp(caller: number, key: StreamKey, amount: bigint, purse = ALLOWANCE): void {
    const received = this.ledger.take(STREAMS, caller, key.token, amount, purse);
    const stream = this.of(key);
    const isDepleted = stream.status() === "Depleted";
    fitUint96((isDepleted ? 0n : stream.funds()) + received);
    // of one that is depleted, the payee gets all that was in it; the time since then is nobody's
    const due = isDepleted ? stream.pay() : 0n;
    stream.change({ added: received });
    this.ledger.pay(STREAMS, stream.holder, key.token, due);
  }

  setRate(caller: number, key: StreamKey, rate: Rational): void {
    ensure(caller === key.viewer, NOT_VIEWER);
    ensure(ZERO.isBelow(rate), "Streams_RateZero()");
    const stream = this.of(key);
    const due = stream.pay();
    stream.change({ rate });
    this.ledger.pay(STREAMS, stream.holder, key.token, due);
  }

  pause(caller: number, key: StreamKey): void {
    ensure(caller === key.viewer, NOT_VIEWER);
    const stream = this.of(key);
    ensure(stream.status() === "Streaming", "Streams_NotStreaming(bytes32,uint8)");
    stream.change({ isPaused: true });
  }

  resume(caller: number, key: StreamKey): void {
    ensure(caller === key.viewer, NOT_VIEWER);
    const stream = this.of(key);
    ensure(stream.isPaused, "Streams_NotPaused(bytes32)");
    stream.change({ isPaused: false });
  }

  /** @param asked Undefined: all that is unspent. */
  refund(caller: number, key: StreamKey, asked: bigint | undefined): bigint {
    ensure(caller === key.viewer, NOT_VIEWER);
    const stream = this.of(key);
    const amount = asked ?? stream.unspent();
    ensure(amount <= stream.unspent(), "Streams_AboveUnspent(uint96,uint96)");
    stream.change({ added: -amount });
    this.ledger.pay(STREAMS, key.viewer, key.token, amount);
    return amount;
  }

  cancel(caller: number, key: StreamKey): bigint {
    const stream = this.of(key);
    ensure(caller === key.viewer || caller === stream.holder, NOT_HOLDER);
    const [due, refunded] = [stream.due(), stream.refundable()];
    this.open_.delete(nameOf(key));
    this.ledger.pay(STREAMS, stream.holder, key.token, due);
    this.ledger.pay(STREAMS, key.viewer, key.token, refunded);
    return refunded;
  }

  withdraw(key: StreamKey): bigint {
    const stream = this.of(key);
    const due = stream.pay();
    this.ledger.pay(STREAMS, stream.holder, key.token, due);
    return due;
  }

  withdrawTo(caller: number, key: StreamKey, to: number): bigint {
    const stream = this.of(key);
    ensure(caller === stream.holder, NOT_HOLDER);
    this.ledger.send(STREAMS, key.token, to, stream.due());
    return stream.pay();
  }

  withdrawMany(payee: number, token: number, names: StreamName[]): bigint {
    let sum = 0n;
    for (const name of names) {
      const stream = this.open_.get(nameOf({ ...name, payee, token }));
      if (stream && !stream.isPosition) sum += stream.pay();
    }
    this.ledger.pay(STREAMS, payee, token, sum);
    return sum;
  }

  /** @param asked Undefined: all that has accrued. */
  processPayment(payee: number, asked: bigint | undefined, name: StreamName): void {
    const stream = this.of({ ...name, payee, token: STREAM });
    const due = stream.due();
    const amount = asked ?? due;
    const waiting = this.ledger.owed(STREAMS, stream.holder, STREAM);
    ensure(amount <= due || amount <= due + waiting, "Streams_AmountNotAccrued(uint256,uint256)");
    stream.pay();
    this.ledger.owe(STREAMS, stream.holder, STREAM, due - amount);
    this.ledger.pay(STREAMS, stream.holder, STREAM, amount);
  }

  mintPosition(caller: number, key: StreamKey): void {
    const stream = this.of(key);
    ensure(caller === key.payee, NOT_HOLDER);
    ensure(!stream.isPosition, "Streams_IsPosition(bytes32)");
    stream.isPosition = true;
  }

  /** The ERC-721's business, but it decides who is paid. */
  sellPosition(caller: number, key: StreamKey, to: number): void {
    const stream = this.open_.get(nameOf(key));
    ensure(stream?.isPosition === true, "TokenDoesNotExist()");
    ensure(caller === stream.holder, "TransferFromIncorrectOwner()");
    stream.holder = to;
  }

  holderOf(key: StreamKey): number {
    return this.open_.get(nameOf(key))?.holder ?? key.payee;
  }

  isPosition(key: StreamKey): boolean {
    return this.open_.get(nameOf(key))?.isPosition === true;
  }

  isOpen(key: StreamKey): boolean {
    return this.open_.has(nameOf(key));
  }

  standingOf(key: StreamKey): Standing {
    const stream = this.open_.get(nameOf(key));
    if (!stream) return { status: "None", accrued: 0n, refundable: 0n, depletesAt: 0n };
    return {
      status: stream.status(),
      accrued: stream.due(),
      refundable: stream.refundable(),
      depletesAt: stream.depletesAt(),
    };
  }

  private of(key: StreamKey): OpenStream {
    const stream = this.open_.get(nameOf(key));
    if (!stream) throw new Refusal(NOT_OPEN);
    return stream;
  }
}

function nameOf(key: StreamKey): string {
  return `${key.viewer} ${key.opener} ${key.content} ${key.salt} ${key.payee} ${key.token}`;
}
