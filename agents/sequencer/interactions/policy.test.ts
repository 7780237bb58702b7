// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Hex, zeroAddress } from "viem";
import { describe, test } from "vitest";
import { type Known, placesOf, planPosting, planState, type StateView, type Waiting } from "./policy.ts";

const HOUR = 3_600;
const waiting = (count: number, some: Partial<Waiting> = {}): Waiting[] =>
  Array.from({ length: count }, () => ({ cells: 1, isOfEpoch: false, acceptedMs: 1_000, ...some }));
const plan = (all: Waiting[], nowMs: number, chainSec = 0) =>
  planPosting(all, { nowMs, chainSec }, { waitMs: 500 });

describe("operations are posted", () => {
  test("not before the oldest has waited", () => {
    assert.equal(plan([], 9_999), 0);
    assert.equal(plan(waiting(3), 1_499), 0);
    assert.equal(plan([...waiting(1), ...waiting(2, { acceptedMs: 9_000 })], 1_500), 3);
  });

  test("once a posting is full, the rest later", () => {
    assert.equal(plan(waiting(1_024), 1_000), 0);
    assert.equal(plan(waiting(1_025), 1_000), 1_024);
    // four with words fill a stride
    assert.equal(plan(waiting(257, { cells: 4 }), 1_000), 256);
  });

  test("before their epoch ends, if they are of one", () => {
    assert.equal(plan(waiting(1, { isOfEpoch: true }), 1_000, 5 * HOUR - 91), 0);
    assert.equal(plan([...waiting(1), ...waiting(1, { isOfEpoch: true })], 1_000, 5 * HOUR - 90), 2);
    assert.equal(plan(waiting(1), 1_000, 5 * HOUR - 90), 0);
  });
});

test("no word is cut off by the end of a stride, none overlap, and the order stays", () => {
  const cells = fc.array(fc.constantFrom<1 | 4>(1, 4), { maxLength: 60 });
  fc.assert(
    fc.property(cells, (all) => {
      const places = placesOf(all.map((one) => ({ cells: one })));
      for (const [at, place] of places.entries()) {
        assert.ok((place % 16) + all[at]! <= 16);
        assert.ok(place >= (at === 0 ? 0 : places[at - 1]! + all[at - 1]!));
      }
    }),
  );
});

describe("the state", () => {
  const known = (posting: bigint, finalAtSec = 0): Known => ({
    ...{ posting, rootBefore: "0x0a", roots: ["0x01", "0x02"], finalAtSec },
  });
  const assertion = (
    posting: bigint,
    roots: readonly Hex[] = ["0x01", "0x02"],
    rootBefore: Hex = "0x0a",
  ) => ({
    ...{ id: "0xf1" as const, asserter: zeroAddress, posting, rootBefore, roots, sinceSec: 100 },
  });
  const actions = (view: Partial<StateView>) =>
    planState({
      ...{ known: [], pending: [], unreturned: [], next: 0n, windowSec: 50, nowSec: 100, me: zeroAddress },
      ...view,
    }).map(
      (action) => `${action.what} ${"known" in action ? action.known.posting : action.assertion.posting}`,
    );

  test("is asserted where no true assertion stands", () => {
    const lies = [assertion(0n, ["0x01", "0x03"]), assertion(0n, ["0x01", "0x02"], "0x0b"), assertion(1n)];
    assert.deepEqual(actions({ known: [known(0n), known(1n)], pending: lies }), ["assert 0"]);
    assert.deepEqual(actions({ known: [known(0n)], pending: [assertion(0n)] }), []);
  });

  test("is not asserted before its marks are final, nor what comes after", () => {
    assert.deepEqual(actions({ known: [known(0n, 101), known(1n)] }), []);
    assert.deepEqual(actions({ known: [known(0n, 100), known(1n)] }), ["assert 0", "assert 1"]);
  });

  test("is confirmed in its turn, once the window is over", () => {
    const [one, pending] = [[known(1n)], [assertion(1n)]];
    assert.deepEqual(actions({ known: one, pending, next: 1n, nowSec: 149 }), []);
    assert.deepEqual(actions({ known: one, pending, next: 1n, nowSec: 150 }), ["confirm 1"]);
    assert.deepEqual(actions({ known: one, pending, next: 0n, nowSec: 150 }), []);
  });

  test("gives bonds back, to whom they are", () => {
    const unreturned = [assertion(3n), { ...assertion(4n), asserter: `0x${"11".repeat(20)}` as const }];
    assert.deepEqual(actions({ unreturned }), ["collect 3"]);
  });
});
