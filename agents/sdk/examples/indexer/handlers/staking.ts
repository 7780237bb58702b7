// SPDX-License-Identifier: MIT
import type { Address } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf, read, type Store } from "../store.ts";
import type { Row } from "../tables.ts";

/** A wei, in the fractions of `index`, `carry` and `reserve`. */
export const ONE_WEI = 10n ** 30n;
const FIRST_INDEX = 10n ** 12n;
const PERIOD = 30n * 86_400n;
const DAY = 86_400n;
const LONGEST_DAYS = 31n;
/** All stakers share one row. */
const ALL = "all";

type Totals = Row<"stakeTotals">;

export const staking = {
  Staked: (store, { args: { account, amount }, timeSec }) => setStake(store, account, amount, timeSec),
  Withdrawn: (store, { args: { account, amount }, timeSec }) => setStake(store, account, -amount, timeSec),
  async RewardPaid(store, { args: { account }, timeSec }) {
    const { announced } = await read(store, "stake", account);
    // without a change of the stake before it, this is the reward's own call
    if (announced === 0n) await setStake(store, account, 0n, timeSec);
    await change(store, "stake", account, () => ({ announced: 0n }));
  },
  async EmergencyWithdrawn(store, { args: { account }, timeSec }) {
    const totals = await totalsAt(store, timeSec);
    const stake = await read(store, "stake", account);
    totals.reserve += accruedBy(stake, totals);
    totals.totalStaked -= stake.amount;
    await store.save("stakeTotals", ALL, totals);
    await change(store, "stake", account, () => ({ amount: 0n, indexPaid: 0n }));
  },
  async RewardsAdded(store, { args: { amount }, timeSec }) {
    const totals = await totalsAt(store, timeSec);
    const left = await refill(store, totals, amount + totals.reserve / ONE_WEI);
    await store.save("stakeTotals", ALL, { ...totals, reserve: left * ONE_WEI + (totals.reserve % ONE_WEI) });
  },
  Harvested: (store, { args: { grantId, amount } }) =>
    change(store, "harvest", grantId, (row) => ({ amount: row.amount + amount })),
} satisfies Handlers<"Staking">;

/** @returns What a stake has earned and was not paid, in 10^-30 wei. */
export const accruedBy = ({ amount, indexPaid }: Row<"stake">, { index }: Totals) =>
  amount * (index - indexPaid);

/** @returns The totals at `timeSec`. */
export async function totalsAt(store: Store, timeSec: bigint): Promise<Totals> {
  const totals = { ...(await read(store, "stakeTotals", ALL)) };
  if (totals.index === 0n) totals.index = FIRST_INDEX;
  const elapsed = timeSec - totals.updatedAt;
  totals.updatedAt = timeSec;
  // the rewards wait while nothing is staked
  if (totals.totalStaked === 0n) return totals;
  const due = (await flow(store, totals, elapsed)) * ONE_WEI + totals.carry;
  totals.index += due / totals.totalStaked;
  totals.carry = due % totals.totalStaked;
  return totals;
}

/**
 * Pays the reward of a stake, and adds `wei` to the stake. The stake keeps the fraction of a wei, as far as it can. The event of the
 * reward comes next, and must not pay again.
 */
async function setStake(store: Store, account: Address, wei: bigint, timeSec: bigint): Promise<void> {
  const totals = await totalsAt(store, timeSec);
  const stake = await read(store, "stake", account);
  const due = accruedBy(stake, totals);
  const fraction = due % ONE_WEI;
  const amount = stake.amount + wei;
  totals.totalStaked += wei;
  totals.carry += amount === 0n ? fraction : fraction % amount;
  await store.save("stakeTotals", ALL, totals);
  const indexPaid = amount === 0n ? 0n : totals.index - fraction / amount;
  await change(store, "stake", account, () => ({ amount, indexPaid, announced: due / ONE_WEI }));
}

/** Moves the clock on, past the days at whose beginning rates end. @returns The wei that flow meanwhile. */
async function flow(store: Store, totals: Totals, elapsed: bigint): Promise<bigint> {
  const until = totals.clock + elapsed;
  let { clock, rate } = totals;
  let streamed = 0n;
  const last = clock / DAY + LONGEST_DAYS;
  for (let day = clock / DAY + 1n; rate !== 0n && day <= last; day += 1n) {
    const stop = day * DAY < until ? day * DAY : until;
    streamed += rate * (stop - clock);
    clock = stop;
    if (stop !== day * DAY) break;
    rate -= (await read(store, "stakeDay", idOf(day))).rate;
  }
  Object.assign(totals, { rate, clock: until });
  return streamed;
}

/** Lets `amount` wei more flow: until a day begins, and until that day ends. @returns The wei that do not fill a second. */
async function refill(store: Store, totals: Totals, amount: bigint): Promise<bigint> {
  const end = totals.clock + PERIOD;
  const day = end / DAY;
  const sooner = day * DAY - totals.clock;
  const later = sooner + DAY;
  const first = (amount * (DAY - (end % DAY))) / DAY / sooner;
  const rest = amount - first * sooner;
  const second = rest / later;
  totals.rate += first + second;
  await change(store, "stakeDay", idOf(day), ({ rate }) => ({ rate: rate + first }));
  await change(store, "stakeDay", idOf(day + 1n), ({ rate }) => ({ rate: rate + second }));
  return rest - second * later;
}
