// SPDX-License-Identifier: GPL-3.0-or-later
import { ACTORS, BLOCKLIST, FEE, HUGE, NOBODY, STAKING, STREAM } from "./scene.ts";
import type { GrantKey, Step } from "./vesting.ts";
import { type Draw, silently, type World } from "./world.ts";

/** Draws operations on vesting grants and stakes. */
export function savingDraws(world: World): Record<string, Draw> {
  const { ledger, random, staking, vesting } = world;

  const schedule = (): Step[] => {
    if (random.chance(45)) return [];
    let at = ledger.now - random.below(10_000_000);
    return Array.from({ length: random.between(1, 4) }, () => {
      const from = at + Number(random.sized(25)) - (random.chance(2) ? 1_000_000_000 : 0);
      at = from + Number(random.sized(26));
      return { from, to: at, weight: random.sized(95) + (random.chance(98) ? 1n : 0n) };
    });
  };
  const token = () => random.pick([STREAM, STREAM, BLOCKLIST, BLOCKLIST, FEE, HUGE]);
  const someGrant = (): GrantKey => {
    const keys = [...vesting.keys.values()];
    const key = keys.length > 0 ? random.pick(keys) : undefined;
    if (key) return random.chance(96) ? key : { ...key, salt: key.salt + 1 };
    return { beneficiary: world.actor(), token: token(), granter: world.actor(), salt: 0, schedule: [] };
  };

  const staker = () => {
    const stakers = Array.from({ length: ACTORS }, (_, actor) => actor).filter(
      (a) => staking.amountOf(a) > 0n,
    );
    return stakers.length > 0 && random.chance(90) ? random.pick(stakers) : world.actor();
  };

  return {
    grant: () => {
      const beneficiary = random.chance(97) ? world.actor() : NOBODY;
      const caller = world.actor();
      const key = {
        beneficiary,
        token: token(),
        granter: caller,
        salt: random.below(4),
        schedule: schedule(),
      };
      const [total, isRevocable] = [world.amount(key.token), random.chance(70)];
      const run = silently(() => vesting.grant(key, total, isRevocable));
      return { name: "grant", caller, words: [...keyWords(key), total, isRevocable ? 1 : 0], run };
    },

    release: () => {
      const key = someGrant();
      return {
        name: "release",
        caller: world.actor(),
        words: keyWords(key),
        run: () => vesting.release(key),
      };
    },

    releaseTo: () => {
      const key = someGrant();
      const [caller, to] = [world.mostly(key.beneficiary), world.actor()];
      const run = (caller: number) => vesting.releaseTo(caller, key, to);
      return { name: "releaseTo", caller, words: [...keyWords(key), to], run };
    },

    revoke: () => {
      const key = someGrant();
      const run = (caller: number) => vesting.revoke(caller, key);
      return { name: "revoke", caller: world.mostly(key.granter), words: keyWords(key), run };
    },

    stake: () => {
      const caller = world.actor();
      const account = random.chance(97) ? world.mostly(caller) : STAKING;
      const amount = world.amount(STREAM);
      const run = silently((caller) => staking.stake(caller, account, amount));
      return { name: "stake", caller, words: [account, amount], run };
    },

    unstake: () => {
      const caller = staker();
      const has = staking.amountOf(caller);
      const amount = random.pick([has, random.upTo(has), random.upTo(has), has + random.sized(70)]);
      return {
        name: "unstake",
        caller,
        words: [amount],
        run: silently((caller) => staking.withdraw(caller, amount)),
      };
    },

    getReward: () => {
      const [caller, to] = [staker(), random.chance(97) ? world.actor() : STAKING];
      const run = (caller: number) => staking.getRewardTo(caller, to);
      return { name: "getReward", caller, words: [to], run };
    },

    emergencyWithdraw: () => {
      const run = silently((caller) => staking.emergencyWithdraw(caller));
      return { name: "emergencyWithdraw", caller: staker(), words: [], run };
    },

    addRewards: () => {
      const amount = random.chance(80) ? world.amount(STREAM) : random.sized(30);
      const run = silently((caller) => staking.addRewards(caller, amount));
      return { name: "addRewards", caller: world.actor(), words: [amount], run };
    },
  };
}

/** The schedule is in the key: first of how many steps. */
export function keyWords({ beneficiary, token, granter, salt, schedule }: GrantKey): (number | bigint)[] {
  const steps = schedule.flatMap(({ from, to, weight }) => [from, to, weight]);
  return [beneficiary, token, granter, salt, schedule.length, ...steps];
}
