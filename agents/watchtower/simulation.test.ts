// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { type Outcome, simulate, type TowerKind } from "./testing/simulation.ts";

const WORLDS = 150;
const CLOSES = 100;

function run(kind?: TowerKind, worlds = WORLDS) {
  const outcomes = Array.from({ length: worlds }, (_, seed) => simulate(seed + 1, CLOSES, kind));
  const sum = (part: keyof Outcome) => outcomes.reduce((total, outcome) => total + Number(outcome[part]), 0);
  const losing = outcomes.flatMap(({ lostDefensible }, seed) => (lostDefensible > 0 ? [seed + 1] : []));
  return { sum, losing };
}

test("attacks 1, 5, 6, 7, 8, 21: 10,000 defensible closes in 150 bad worlds, and none is lost", async (t) => {
  const { sum, losing } = run();
  await t.annotate(
    `${sum("closes")} closes, ${sum("defensible")} defensible, ${sum("lost")} lost of those that were not, ` +
      `${sum("reorgs")} reorgs, ${sum("restarts")} restarts`,
  );
  assert.ok(sum("defensible") >= 10_000);
  assert.ok(sum("defensible") >= 0.75 * sum("closes"), "indefensible closes are the exception");
  assert.ok(sum("reorgs") > WORLDS && sum("restarts") > WORLDS);
  assert.deepEqual(losing, [], "worlds (seeds) in which a defensible close was lost");
  assert.ok(sum("gasWei") < sum("savedWei") / 100, "defending costs a fraction of what it saves");
});

// the simulation would be worth nothing if it could not tell a good tower from those that lost money
for (const [attack, kind] of [
  ["attack 6: a tower that never pays more for what is stuck loses", { neverBumps: true }],
  ["attack 6: a tower that starts late loses", { startsAfter: 0.95 }],
  ["attack 7: a tower that serves who came first, one at a time, loses", { firstComeFirstServed: true }],
  ["attack 8: a tower that does not look again after a reorg loses", { ignoresReorgs: true }],
  ["attack 21: a tower that keeps its vouchers in memory loses", { memoryOnly: true }],
] as const) {
  test(attack, async (t) => {
    const worlds = 60;
    const { sum, losing } = run(kind, worlds);
    await t.annotate(`${sum("lostDefensible")} lost, in ${losing.length} of ${worlds} worlds`);
    assert.ok(losing.length > 0);
  });
}

test("AGT-2: the same world comes to the same end", () => {
  assert.deepEqual(simulate(7, CLOSES), simulate(7, CLOSES));
});
