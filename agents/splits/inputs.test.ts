// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { fingerprint } from "./challenge.ts";
import { claimSignals, settleSignals } from "./inputs.ts";
import { SegmentTree } from "./segment.ts";

const ALICE = "0x00000000000000000000000000000000000a11ce";
const BOB = "0x0000000000000000000000000000000000000b0b";

describe("a claim's inputs", () => {
  const inputs = {
    split: (77n << 64n) | 0x0405n,
    segment: new SegmentTree([0n, 0n, 0n, 0n, 0n, 10_003n]),
    table: [
      { recipient: ALICE, bps: 3_333 },
      { recipient: BOB, bps: 6_667 },
    ] as const,
    position: 1,
  };

  it("is refused for a position that the table lacks", () => {
    for (const position of [2, -1, 0.5]) {
      assert.throws(() => claimSignals({ ...inputs, position }), /no position .*: its table has 2 rows/);
    }
  });

  it("is refused for a number that no split has", () => {
    for (const split of [-1n, 1n << 192n]) {
      assert.throws(() => claimSignals({ ...inputs, split }), /not the number of a split/);
    }
  });

  it("says what the position is owed, rounded down", () => {
    const { recipient, entitlement, remainder } = claimSignals(inputs);
    assert.deepEqual([recipient, entitlement, remainder], [BigInt(BOB), 6_669n, 1n]);
  });
});

describe("a settlement's inputs", () => {
  it("has the fingerprint of the credits between its two states", () => {
    const credits = [
      { slot: 0, amountWei: 3n },
      { slot: 255, amountWei: 2n ** 96n - 1n },
    ];
    const [before, after] = [new SegmentTree([9n]), new SegmentTree([9n])];
    after.credit(credits);
    const x = 2n ** 250n + 1n;
    assert.equal(settleSignals({ challenge: x, before, after }).fingerprint, fingerprint(credits, x));
  });
});
