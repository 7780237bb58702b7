// SPDX-License-Identifier: GPL-3.0-or-later
import { ensure, fitUint96, type Ledger, Refusal } from "./ledger.ts";
import { Rational } from "./rational.ts";
import { NOBODY, START, VESTING } from "./scene.ts";

export type Step = { from: number; to: number; weight: bigint };
/** An empty schedule is the official one. */
export type GrantKey = {
  beneficiary: number;
  token: number;
  granter: number;
  salt: number;
  schedule: Step[];
};
type Grant = { total: bigint; released: bigint; isRevocable: boolean; isRevoked: boolean };
export type GrantStanding = { total: bigint; released: bigint; releasable: bigint };

const MONTH = (365 * 86_400) / 12;

/** What {ITokenVesting} promises of grants that are made directly. */
export class Vesting {
  private readonly grants = new Map<string, Grant>();
  readonly keys = new Map<string, GrantKey>();

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  grant(key: GrantKey, total: bigint, isRevocable: boolean): void {
    const flaw = flawOf(key.schedule);
    ensure(!flaw, "TokenVesting_StepInvalid(uint256)");
    const received = this.ledger.pull(VESTING, key.granter, key.token, total);
    fitUint96(received);
    ensure(key.beneficiary !== NOBODY, "TokenVesting_DestinationInvalid(address)");
    ensure(received !== 0n, "TokenVesting_NothingGranted()");
    ensure(!this.grants.has(nameOf(key)), "TokenVesting_AlreadyUsed(bytes32)");
    this.grants.set(nameOf(key), { total: received, released: 0n, isRevocable, isRevoked: false });
    this.keys.set(nameOf(key), key);
  }

  release(key: GrantKey): bigint {
    return this.releaseTo(key.beneficiary, key, key.beneficiary);
  }

  releaseTo(caller: number, key: GrantKey, to: number): bigint {
    const grant = this.of(key);
    ensure(caller === key.beneficiary, "TokenVesting_NotBeneficiary(address,address)");
    const due = this.vested(key, grant) - grant.released;
    if (due === 0n) return 0n;
    ensure(to !== NOBODY, "TokenVesting_DestinationInvalid(address)");
    this.ledger.send(VESTING, key.token, to, due);
    grant.released += due;
    return due;
  }

  revoke(caller: number, key: GrantKey): bigint {
    ensure(caller === key.granter, "TokenVesting_NotGranter(address,address)");
    const grant = this.of(key);
    ensure(grant.isRevocable && !grant.isRevoked, "TokenVesting_NotRevocable(bytes32)");
    const vested = this.vested(key, grant);
    const refunded = grant.total - vested;
    if (refunded !== 0n) this.ledger.send(VESTING, key.token, key.granter, refunded);
    if (!this.ledger.refuses(key.token, key.beneficiary)) {
      this.ledger.send(VESTING, key.token, key.beneficiary, vested - grant.released);
      grant.released = vested;
    }
    Object.assign(grant, { total: vested, isRevoked: true });
    return refunded;
  }

  exists(key: GrantKey): boolean {
    return this.grants.has(nameOf(key));
  }

  standingOf(key: GrantKey): GrantStanding {
    const grant = this.of(key);
    const { total, released } = grant;
    return { total, released, releasable: this.vested(key, grant) - released };
  }

  private vested(key: GrantKey, grant: Grant): bigint {
    if (grant.isRevoked) return grant.total;
    return fractionAt(key.schedule, this.ledger.now).times(grant.total).floor();
  }

  private of(key: GrantKey): Grant {
    const grant = this.grants.get(nameOf(key));
    if (!grant) throw new Refusal("TokenVesting_NotGranted(bytes32)");
    return grant;
  }
}

/** Which part of the whole has vested at a time. */
function fractionAt(schedule: Step[], time: number): Rational {
  if (schedule.length === 0) return officialFractionAt(time - START);
  let [due, whole] = [Rational.of(0), 0n];
  for (const { from, to, weight } of schedule) {
    whole += weight;
    if (time >= to) due = due.plus(Rational.of(weight));
    else if (time > from) due = due.plus(Rational.of(weight * BigInt(time - from), to - from));
  }
  return due.over(whole);
}

/** 10 % at launch, nothing until month 12, then what has accrued of a straight line to month 36. */
function officialFractionAt(elapsed: number): Rational {
  if (elapsed >= 36 * MONTH) return Rational.of(1);
  const line = Rational.of(elapsed < 12 * MONTH ? 0 : elapsed, 36 * MONTH);
  return Rational.of(1, 10).plus(line.times(Rational.of(9, 10)));
}

function flawOf(schedule: Step[]): boolean {
  let earliest = 1;
  for (const { from, to, weight } of schedule) {
    if (from < earliest || to < from || weight === 0n) return true;
    earliest = to;
  }
  return false;
}

function nameOf(key: GrantKey): string {
  const steps = key.schedule.map(({ from, to, weight }) => `${from}-${to}:${weight}`);
  return [key.beneficiary, key.token, key.granter, key.salt, ...steps].join(" ");
}
