// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Address, numberToHex } from "viem";
import { test } from "vitest";
import { encodeLeaf, leafKey } from "../sdk/interactions/leaves.ts";
import { owedWei, rewardLeafKey } from "../sdk/rewards/reward.ts";
import { type BackedReward, backedRewards, planClaims } from "./rewardClaims.ts";
import { PlainLeaves } from "./testing/strides.ts";

const accountOf = (n: number): Address => numberToHex(n + 1, { size: 20 });
const accounts = [0, 1, 2].map(accountOf);
const backer = accountOf(9);
const RATES = { watchRateWei: 10n, unitRateWei: 7n, burnBps: 10_100n };

test("what is not in the final state is backed for nobody", () => {
  const kinds = ["watching", "help"] as const;
  const backings = kinds.map((kind) => ({ backer, actor: 1, epoch: 5, kind }));
  assert.deepEqual(backedRewards(backings, new PlainLeaves(), accounts), []);
});

test("watching pays the actor, help the peer of each slot", () => {
  const state = new PlainLeaves();
  const watched = encodeLeaf("watched", { seconds: 60 });
  const help = encodeLeaf("help", { peer: 2, units: 3 });
  state.set(leafKey("watched", 1, 5), watched);
  state.set(leafKey("help", 1, 5, 7), help);
  state.set(leafKey("help", 1, 5, 8), help);
  state.set(leafKey("watched", 1, 6), watched);
  const backed = { backer, actor: 1, epoch: 5 };
  assert.deepEqual(
    backedRewards(
      [
        { ...backed, kind: "help" },
        { ...backed, kind: "watching" },
      ],
      state,
      accounts,
    ),
    [
      { ...backed, slot: 7, value: help, payee: accountOf(2) },
      { ...backed, value: watched, payee: accountOf(1) },
    ],
  );
});

const rewardOf = fc.record({
  backer: fc.constantFrom(backer, accountOf(8)),
  actor: fc.nat(1),
  epoch: fc.nat(1),
  slot: fc.constantFrom(undefined, 0, 1),
});

test("claims in a row pay no leaf above what it is worth, and draw no backing or reserve below zero", () => {
  fc.assert(
    fc.property(
      fc.array(rewardOf, { maxLength: 12 }),
      fc.array(fc.nat(500), { minLength: 24, maxLength: 24 }),
      fc.nat(1_000),
      (leaves, amounts, reserve) => {
        // one amount for each leaf and each backing, whatever names it
        const amountOf = (a: number, b: number, c: number, d: number) =>
          BigInt(amounts[a + 2 * b + 4 * c + 12 * d]!);
        const rewards = leaves.map((leaf) => {
          const value =
            leaf.slot === undefined
              ? encodeLeaf("watched", { seconds: 20 })
              : encodeLeaf("help", { peer: 2, units: 30 });
          const payee: BackedReward["payee"] = accountOf(2);
          const slot = leaf.slot === undefined ? 2 : leaf.slot;
          const paidWei = amountOf(leaf.actor, leaf.epoch, slot, 0) / 4n;
          const leftWei = amountOf(
            leaf.actor,
            leaf.epoch,
            slot === 2 ? 2 : 0,
            leaf.backer === backer ? 0 : 1,
          );
          const owed = owedWei(leaf, value, RATES);
          return { ...leaf, value, payee, owedWei: owed, paidWei, leftWei, dueWei: 0n };
        });
        const claims = planClaims(rewards, { burnBps: RATES.burnBps, reserveWei: BigInt(reserve) });
        const sum = (some: typeof claims) => some.reduce((total, { claimWei }) => total + claimWei, 0n);
        assert.ok(sum(claims) <= BigInt(reserve), "REW-3: the reserve");
        for (const one of claims) {
          assert.ok(one.claimWei > 0n);
          const leaf = `${rewardLeafKey(one)}`;
          const ofLeaf = claims.filter((other) => `${rewardLeafKey(other)}` === leaf);
          assert.ok(one.paidWei + sum(ofLeaf) <= one.owedWei, "REW-2: the leaf");
          const isHelp = (other: BackedReward) => other.slot !== undefined;
          const ofBacking = claims.filter(
            (other) =>
              other.backer === one.backer &&
              other.actor === one.actor &&
              other.epoch === one.epoch &&
              isHelp(other) === isHelp(one),
          );
          assert.ok((sum(ofBacking) * 101n) / 100n <= one.leftWei, "REW-3: the backing");
        }
        // whatever is left pays nothing more
        if (leaves.length > 0 && reserve === 0) assert.equal(claims.length, 0);
      },
    ),
  );
});
