// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { checkTable, POSITIONS, type SplitRow, share, tableHash } from "./table.ts";

const ALICE = "0x00000000000000000000000000000000000a11ce";
const BOB = "0x0000000000000000000000000000000000000b0b";

describe("a split's table", () => {
  const refused: [string, SplitRow[], RegExp][] = [
    ["no rows", [], /at least one recipient/],
    ["17 rows", new Array(17).fill({ recipient: ALICE, bps: 1 }), /at most 16 recipients, not 17/],
    ["no address", [{ recipient: "0x12", bps: 10_000 }], /0x12 is not an address/],
    ["the zero address", [{ recipient: `0x${"0".repeat(40)}`, bps: 10_000 }], /zero address/],
    [
      "a share of nothing",
      [
        { recipient: ALICE, bps: 10_000 },
        { recipient: BOB, bps: 0 },
      ],
      /row 1.*0 bps/,
    ],
    [
      "a negative share",
      [
        { recipient: ALICE, bps: 15_000 },
        { recipient: BOB, bps: -5_000 },
      ],
      /row 0.*15000 bps/,
    ],
    [
      "half a basis point",
      [
        { recipient: ALICE, bps: 9_999.5 },
        { recipient: BOB, bps: 0.5 },
      ],
      /whole number/,
    ],
    [
      "10,001 bps in all",
      [
        { recipient: ALICE, bps: 10_000 },
        { recipient: BOB, bps: 1 },
      ],
      /sum to 10001 bps/,
    ],
    ["9,999 bps in all", [{ recipient: ALICE, bps: 9_999 }], /sum to 9999 bps/],
  ];
  for (const [what, table, reason] of refused) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => checkTable(table), reason);
      assert.throws(() => tableHash(table), reason);
    });
  }

  it("has a hash that tells its rows and their order apart", () => {
    const rows = (first: number) => [
      { recipient: ALICE, bps: first } as const,
      { recipient: BOB, bps: 10_000 - first } as const,
    ];
    const hashes = [
      rows(6_000),
      rows(6_001),
      rows(6_000).toReversed(),
      [{ recipient: ALICE, bps: 10_000 } as const],
    ];
    assert.equal(new Set(hashes.map(tableHash)).size, hashes.length);
  });

  it("has a hash that does not depend on the case of an address", () => {
    const hash = (recipient: `0x${string}`) => tableHash([{ recipient, bps: 10_000 }]);
    assert.equal(hash("0x00000000000000000000000000000000000A11CE"), hash(ALICE));
  });
});

describe("shares", () => {
  it("never sum to more than there is, and leave less than a wei for each row", () => {
    const bps = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: POSITIONS - 1 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), bps, (revenue, cuts) => {
        const sorted = [...new Set([...cuts, 10_000])].sort((a, b) => a - b);
        const shares = sorted.map((cut, i) => share(revenue, cut - (sorted[i - 1] ?? 0)));
        const dust = revenue - shares.reduce((sum, amount) => sum + amount, 0n);
        assert.ok(dust >= 0n && dust < BigInt(sorted.length), "SPL-1: sum of shares <= revenue");
      }),
    );
  });

  it("never shrink as revenue grows", () => {
    const amount = fc.bigInt({ min: 0n, max: 2n ** 128n });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 0, max: 10_000 }), (before, more, bps) => {
        assert.ok(share(before + more, bps) >= share(before, bps));
      }),
    );
  });
});
