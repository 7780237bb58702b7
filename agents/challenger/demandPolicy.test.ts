// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { Address, Hex } from "viem";
import { test } from "vitest";
import { type DemandView, drawPiece, planDemands, type Refusal, type SignedHolding } from "./demandPolicy.ts";

const EDGE: Address = `0x${"ed".repeat(20)}`;
const OTHER: Address = `0x${"0e".repeat(20)}`;
const WORK: Hex = `0x${"11".repeat(32)}`;
const SEED: Hex = `0x${"5e".repeat(32)}`;

const refusal = (given: Partial<Refusal> = {}): Refusal => ({
  operator: EDGE,
  contentId: WORK,
  index: 3,
  count: 2,
  ...given,
});
const signed = (given: Partial<SignedHolding["holding"]> = {}, operator = EDGE): SignedHolding => ({
  operator,
  holding: { contentId: WORK, generation: 0, leafCount: 5n, until: 11n, ...given },
  signature: "0x12",
});
const view = (given: Partial<DemandView> = {}): DemandView => ({
  refusals: [refusal()],
  holdings: [signed()],
  open: [],
  taken: new Map(),
  epoch: 10n,
  firstBondWei: 100n,
  budgetWei: 1_000n,
  ...given,
});

/** The demands of the first sixteen rounds, in half of which an edge is left out. */
const plan = (given: Partial<DemandView> = {}) =>
  Array.from({ length: 16 }, (_, round) => planDemands(view(given), round, SEED)).flat();

test("a chunk that was refused twice and promised is demanded, but not in every round", () => {
  const demands = plan();
  assert.ok(demands.length > 0 && demands.length < 16, `${demands.length} of 16 rounds`);
  for (const { slot, bondWei } of demands) assert.deepEqual([slot, bondWei], [0, 100n]);
});

test.each<[string, Partial<DemandView>]>([
  ["was refused once", { refusals: [refusal({ count: 1 })] }],
  ["was never promised", { holdings: [] }],
  ["was promised by another", { holdings: [signed({}, OTHER)] }],
  ["is of another work", { holdings: [signed({ contentId: SEED })] }],
  ["is beyond what was promised", { holdings: [signed({ leafCount: 3n })] }],
  ["was promised for a time that is over", { epoch: 12n }],
  ["costs more than the budget", { budgetWei: 99n }],
  ["is of an edge whose slots are taken", { taken: new Map([[EDGE, new Set([0, 1, 2, 3, 4, 5, 6, 7])]]) }],
  ["is of an edge that is asked already", { open: [{ edge: EDGE } as DemandView["open"][number]] }],
])("nothing is demanded of a chunk that %s", (_, given) => {
  assert.deepEqual(plan(given), []);
});

test("the cheapest free slot is taken, at its own bond", () => {
  const taken = new Map([[EDGE, new Set([0, 1])]]);
  for (const { slot, bondWei } of plan({ taken })) assert.deepEqual([slot, bondWei], [2, 400n]);
});

test("an edge is asked for one chunk at a time, and all edges together within the budget", () => {
  const refusals = [refusal(), refusal({ index: 4 }), refusal({ operator: OTHER })];
  const holdings = [signed(), signed({}, OTHER)];
  for (let round = 0; round < 16; round++) {
    const demands = planDemands(view({ refusals, holdings, budgetWei: 100n }), round, SEED);
    assert.ok(demands.length <= 1);
    const rich = planDemands(view({ refusals, holdings }), round, SEED);
    const edges = rich.map(({ refusal: { operator } }) => operator);
    assert.equal(new Set(edges).size, edges.length);
  }
});

test("pieces are drawn among those that there are", () => {
  const drawn = Array.from({ length: 200 }, (_, round) => drawPiece(refusal(), 3, round, SEED));
  assert.deepEqual([...new Set(drawn)].sort(), [0, 1, 2]);
});
