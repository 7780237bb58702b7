// SPDX-License-Identifier: GPL-3.0-or-later
import { ALLOWANCE, ensure, fitUint96, type Ledger, Refusal } from "./ledger.ts";
import { ACTORS, CHANNELS } from "./scene.ts";

/** `sessionKey` is the number of a session key; 0: none. */
export type ChannelKey = { payer: number; payee: number; token: number; salt: number; sessionKey: number };
/** `signer` is the number of the session key that signed the voucher of `key`. */
export type Row = { key: ChannelKey; cumulative: bigint; signer: number };
export type TickRow = Row & { tickValue: bigint; ticks: number };
export type ChannelStanding = { deposit: bigint; settled: bigint; closesAt: number; windowSec: number };

export const MALFORMED = "PaymentChannels_RowsMalformed(uint256)";

const MINIMUM_WINDOW = 900;
const MAXIMUM_WINDOW = 30 * 86_400;
const MAXIMUM_TICKS = 64;
const NOT_OPEN = "PaymentChannels_NotOpen(bytes32)";
const NOT_PAYER = "PaymentChannels_NotPayer(address,address)";
const CONSENT_INVALID = "PaymentChannels_ConsentInvalid(bytes32,bytes32)";
const ABOVE_DEPOSIT = "PaymentChannels_AboveDeposit(uint96,uint96)";
const NONE: ChannelStanding = { deposit: 0n, settled: 0n, closesAt: 0, windowSec: 0 };

/** What {IPaymentChannels} promises. */
export class Channels {
  private readonly channels = new Map<string, ChannelStanding>();
  private readonly consentsUsed = new Set<string>();
  readonly keys = new Map<string, ChannelKey>();

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  open(key: ChannelKey, windowSec: number, deposit: bigint, purse = ALLOWANCE): void {
    const received = this.ledger.take(CHANNELS, key.payer, key.token, deposit, purse);
    this.ledger.requirePayable(key.payee, key.token);
    ensure(key.sessionKey !== 0, "PaymentChannels_SessionKeyZero()");
    ensure(received > 0n, "PaymentChannels_NoDeposit()");
    const inRange = windowSec >= MINIMUM_WINDOW && windowSec <= MAXIMUM_WINDOW;
    ensure(inRange, "PaymentChannels_WindowOutOfRange(uint24,uint24,uint24)");
    ensure(!this.channels.has(nameOf(key)), "PaymentChannels_AlreadyUsed(bytes32)");
    const channel = { deposit: fitUint96(received), settled: 0n, closesAt: 0, windowSec };
    this.channels.set(nameOf(key), channel);
    this.keys.set(nameOf(key), key);
  }

  topUp(caller: number, key: ChannelKey, amount: bigint, purse = ALLOWANCE): void {
    const received = this.ledger.take(CHANNELS, caller, key.token, amount, purse);
    const channel = this.standingOf(key);
    ensure(isOpen(channel), NOT_OPEN);
    channel.deposit = fitUint96(channel.deposit + received);
  }

  /** @param signer The actor that signed the consent. */
  refund(key: ChannelKey, amount: bigint, nonce: number, signer: number): void {
    const channel = this.running(key);
    const consent = `${nameOf(key)} ${nonce}`;
    ensure(!this.consentsUsed.has(consent), "PaymentChannels_ConsentUsed(bytes32,uint64)");
    ensure(consents(key, signer), CONSENT_INVALID);
    ensure(amount <= channel.deposit - channel.settled, ABOVE_DEPOSIT);
    this.consentsUsed.add(consent);
    channel.deposit -= amount;
    this.ledger.pay(CHANNELS, key.payer, key.token, amount);
  }

  closeWithConsent(caller: number, key: ChannelKey, settled: bigint, signer: number): void {
    ensure(caller === key.payer, NOT_PAYER);
    const channel = this.running(key);
    ensure(consents(key, signer), CONSENT_INVALID);
    ensure(settled >= channel.settled, "PaymentChannels_BelowSettled(uint96,uint96)");
    ensure(settled <= channel.deposit, ABOVE_DEPOSIT);
    this.end(key, channel, settled);
  }

  startClose(caller: number, key: ChannelKey): void {
    ensure(caller === key.payer, NOT_PAYER);
    const channel = this.standingOf(key);
    ensure(isOpen(channel), NOT_OPEN);
    channel.closesAt = this.ledger.now + channel.windowSec;
  }

  finalize(key: ChannelKey): void {
    const channel = this.standingOf(key);
    ensure(channel.windowSec !== 0 && channel.closesAt !== 0, "PaymentChannels_NotClosing(bytes32)");
    ensure(this.ledger.now >= channel.closesAt, "PaymentChannels_TooEarly(uint40)");
    this.end(key, channel, channel.settled);
  }

  settle(payee: number, token: number, rows: (Row | TickRow)[]): bigint {
    let total = 0n;
    for (const row of rows) {
      // a voucher names payee and token, and its signer is part of what names the channel
      const channel = this.standingOf({ ...row.key, sessionKey: row.signer });
      const signed = row.key.payee === payee && row.key.token === token;
      const [ticks, value] = "ticks" in row ? [row.ticks, row.tickValue] : [0, 0n];
      if (!signed || channel.windowSec === 0 || ticks > MAXIMUM_TICKS) continue;
      const owes = least(row.cumulative + BigInt(ticks) * value, channel.deposit);
      if (owes <= channel.settled) continue;
      total += owes - channel.settled;
      channel.settled = owes;
    }
    this.ledger.pay(CHANNELS, payee, token, total);
    return total;
  }

  close(caller: number, key: ChannelKey, cumulative: bigint, signer: number): void {
    ensure(caller === key.payee, "PaymentChannels_NotPayee(address,bytes32)");
    const channel = this.running(key);
    const isMore = cumulative > channel.settled;
    ensure(!isMore || signer === key.sessionKey, "PaymentChannels_SignatureInvalid(address,bytes32)");
    this.end(key, channel, isMore ? least(cumulative, channel.deposit) : channel.settled);
  }

  standingOf(key: ChannelKey): ChannelStanding {
    return this.channels.get(nameOf(key)) ?? { ...NONE };
  }

  private end(key: ChannelKey, channel: ChannelStanding, settled: bigint): void {
    const due = settled - channel.settled;
    Object.assign(channel, { settled, closesAt: this.ledger.now, windowSec: 0 });
    this.ledger.pay(CHANNELS, key.payer, key.token, channel.deposit - settled);
    this.ledger.pay(CHANNELS, key.payee, key.token, due);
  }

  /** One that is open or closing. */
  private running(key: ChannelKey): ChannelStanding {
    const channel = this.standingOf(key);
    if (channel.windowSec === 0) throw new Refusal(NOT_OPEN);
    return channel;
  }
}

const isOpen = (channel: ChannelStanding) => channel.windowSec !== 0 && channel.closesAt === 0;
const consents = (key: ChannelKey, signer: number) => key.payee < ACTORS && signer === key.payee;
const least = (a: bigint, b: bigint) => (a < b ? a : b);

function nameOf(key: ChannelKey): string {
  return `${key.payer} ${key.payee} ${key.token} ${key.salt} ${key.sessionKey}`;
}
