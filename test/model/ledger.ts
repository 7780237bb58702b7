// SPDX-License-Identifier: GPL-3.0-or-later
import {
  ACTORS,
  BLOCKLIST,
  DEPOSITORIES,
  type Depository,
  ETH,
  FEE,
  FORTUNES,
  HOLDERS,
  isSplit,
  LEAST_CREDIT,
  PAYEE_ZERO,
  PAYEES,
  ROLLUP,
  SPLIT_UNREGISTERED,
  START,
  STREAM,
  TOKENS,
  UINT96_LIMIT,
  WALLET,
} from "./scene.ts";

/** What an operation is refused with: the signature of the contract's error. */
export class Refusal extends Error {}

export function ensure(holds: boolean, error: string): asserts holds {
  if (!holds) throw new Refusal(error);
}

export function fitUint96(amount: bigint): bigint {
  ensure(amount < UINT96_LIMIT, "Overflow()");
  return amount;
}

/** Where the money for a deposit comes from, and what ETH is sent along. */
export type Purse = { prepaid: boolean; value: bigint };

export const ALLOWANCE: Purse = { prepaid: false, value: 0n };

/**
 * Who has what: a number for each cell, which is a balance, a debt or a prepaid account.
 * What {IDeposits} and {IPayouts} promise is written here, since all contracts share it.
 */
export class Ledger {
  now = START;
  /** By the blocklist token's issuer. */
  readonly blocked = new Set<number>();
  walletRefuses = false;
  private readonly cells = new Map<number, bigint>();
  private before = new Map<number, bigint>();

  constructor() {
    for (let actor = 0; actor < ACTORS; ++actor) {
      for (let token = 0; token < TOKENS; ++token) {
        this.cells.set(balanceCell(actor, token), FORTUNES[token]!);
      }
    }
  }

  balance(holder: number, token: number): bigint {
    return this.at(balanceCell(holder, token));
  }

  owed(from: Depository, payee: number, token: number): bigint {
    return this.at(owedCell(from, payee, token));
  }

  prepaid(at: Depository, owner: number, token: number): bigint {
    return this.at(prepaidCell(at, owner, token));
  }

  /** What `change` moved, by cell. Where it is refused, it moved nothing. */
  atomically(change: () => void): Map<number, bigint> {
    const outer = this.before;
    const before = new Map<number, bigint>();
    this.before = before;
    try {
      change();
    } catch (error) {
      for (const [cell, amount] of before) this.cells.set(cell, amount);
      throw error;
    } finally {
      this.before = outer;
    }
    const moved = new Map<number, bigint>();
    for (const [cell, amount] of before) {
      if (this.at(cell) !== amount) moved.set(cell, this.at(cell) - amount);
      if (!outer.has(cell)) outer.set(cell, amount);
    }
    return moved;
  }

  /* IN */

  /** Returns what arrived. */
  take(to: Depository, from: number, token: number, amount: bigint, purse = ALLOWANCE): bigint {
    if (purse.prepaid) {
      ensure(purse.value === 0n, "Deposits_ValueInexact(uint256,uint256)");
      this.spend(to, from, token, amount);
      return amount;
    }
    ensure(purse.value === (token === ETH ? amount : 0n), "Deposits_ValueInexact(uint256,uint256)");
    return this.pull(to, from, token, amount);
  }

  /** By allowance, which everybody has given without limit. */
  pull(to: number, from: number, token: number, amount: bigint): bigint {
    ensure(this.balance(from, token) >= amount, "TransferFromFailed()");
    const fee = token === FEE ? amount / 100n : 0n;
    this.add(balanceCell(from, token), -amount);
    this.add(balanceCell(to, token), amount - fee);
    return amount - fee;
  }

  prepay(at: Depository, from: number, owner: number, token: number, amount: bigint, value: bigint): void {
    this.add(prepaidCell(at, owner, token), this.take(at, from, token, amount, { prepaid: false, value }));
  }

  withdrawPrepaid(at: Depository, owner: number, token: number, to: number, amount: bigint): void {
    this.spend(at, owner, token, amount);
    this.send(at, token, to, amount);
  }

  private spend(at: Depository, owner: number, token: number, amount: bigint): void {
    ensure(
      this.prepaid(at, owner, token) >= amount,
      "Deposits_PrepaidTooLow(address,address,uint256,uint256)",
    );
    this.add(prepaidCell(at, owner, token), -amount);
  }

  /* OUT */

  requirePayable(payee: number, token: number): void {
    const payable =
      payee !== PAYEE_ZERO && (!isSplit(payee) || (token === STREAM && payee !== SPLIT_UNREGISTERED));
    ensure(payable, "Payouts_PayeeInvalid(bytes32,address)");
  }

  /** At once where that works, and else as a debt. Small amounts of a split add up in the debt first. */
  pay(from: Depository, payee: number, token: number, amount: bigint): void {
    if (amount === 0n) return;
    this.owe(from, payee, token, amount);
    this.settleDebt(from, payee, token, isSplit(payee) ? this.owed(from, payee, token) : amount);
  }

  owe(from: Depository, payee: number, token: number, amount: bigint): void {
    this.add(owedCell(from, payee, token), amount);
  }

  payOut(from: Depository, payee: number, token: number): bigint {
    return this.settleDebt(from, payee, token, this.owed(from, payee, token));
  }

  payOutTo(from: Depository, payee: number, token: number, to: number): bigint {
    const amount = this.owed(from, payee, token);
    this.owe(from, payee, token, -amount);
    this.send(from, token, to, amount);
    return amount;
  }

  /** Whether `token` cannot pay `to`. */
  refuses(token: number, to: number): boolean {
    if (token === ETH) return to === WALLET && this.walletRefuses;
    return token === BLOCKLIST && this.blocked.has(to);
  }

  /** Or fails. */
  send(from: number, token: number, to: number, amount: bigint): void {
    ensure(!this.refuses(token, to), token === ETH ? "ETHTransferFailed()" : "TransferFailed()");
    this.add(balanceCell(from, token), -amount);
    this.add(balanceCell(to, token), amount);
  }

  private settleDebt(from: Depository, payee: number, token: number, amount: bigint): bigint {
    if (isSplit(payee) ? amount < LEAST_CREDIT : this.refuses(token, payee)) return 0n;
    this.owe(from, payee, token, -amount);
    this.send(from, token, isSplit(payee) ? ROLLUP : payee, amount);
    return amount;
  }

  /* CELLS */

  private at(cell: number): bigint {
    return this.cells.get(cell) ?? 0n;
  }

  private add(cell: number, amount: bigint): void {
    if (!this.before.has(cell)) this.before.set(cell, this.at(cell));
    this.cells.set(cell, this.at(cell) + amount);
  }
}

const BALANCES = HOLDERS * TOKENS;
const DEBTS = PAYEES * TOKENS;
const ACCOUNTS = ACTORS * TOKENS;

// The cells in the order in which HistoryScene.sol reads them.

function balanceCell(holder: number, token: number): number {
  return holder * TOKENS + token;
}

function owedCell(from: Depository, payee: number, token: number): number {
  return BALANCES + DEPOSITORIES.indexOf(from) * DEBTS + payee * TOKENS + token;
}

function prepaidCell(at: Depository, owner: number, token: number): number {
  return (
    BALANCES + DEPOSITORIES.length * DEBTS + DEPOSITORIES.indexOf(at) * ACCOUNTS + owner * TOKENS + token
  );
}
