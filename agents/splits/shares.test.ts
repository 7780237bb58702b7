// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { numberToHex } from "viem";
import { describe, it } from "vitest";
import { P } from "./field.ts";
import { claimSignals, settleSignals } from "./inputs.ts";
import { SegmentTree, SLOTS } from "./segment.ts";
import {
  ALL_BPS,
  checkTable,
  POSITIONS,
  type SplitRow,
  type SplitTable,
  tableHash,
  tableSignals,
} from "./table.ts";

const recipient = fc.bigInt(1n, 2n ** 160n - 1n).map((n) => numberToHex(n, { size: 20 }));
/** Every table that can be registered: the basis points are cut at distinct places. */
const tables = fc
  .uniqueArray(fc.integer({ min: 1, max: ALL_BPS - 1 }), { maxLength: POSITIONS - 1 })
  .chain((cuts) => {
    const ends = [...cuts.sort((a, b) => a - b), ALL_BPS];
    const bps = ends.map((end, i) => end - (ends[i - 1] ?? 0));
    return fc.tuple(...bps.map((each) => fc.tuple(recipient, fc.constant(each))));
  })
  .map((rows): SplitTable => rows.map(([address, bps]) => ({ recipient: address, bps })));
const revenues = fc.bigInt(0n, 2n ** 128n);
const slots = fc.nat(SLOTS - 1);

describe("any table", () => {
  it("is taken, fills the circuit's sixteen rows, and its shares are its own", () => {
    fc.assert(
      fc.property(tables, (table) => {
        checkTable(table);
        const { recipients, bps } = tableSignals(table);
        assert.deepEqual([recipients.length, bps.length], [POSITIONS, POSITIONS]);
        assert.equal(
          bps.reduce((sum, each) => sum + each, 0n),
          BigInt(ALL_BPS),
        );
      }),
    );
  });

  it("is refused after any one change that breaks its sum, its range or an address", () => {
    const breaks = fc.constantFrom<(row: SplitRow) => SplitRow>(
      (row) => ({ ...row, bps: row.bps + 1 }),
      (row) => ({ ...row, bps: -row.bps }),
      (row) => ({ ...row, bps: row.bps + ALL_BPS }),
      (row) => ({ ...row, bps: row.bps + 0.5 }),
      (row) => ({ ...row, bps: Number.NaN }),
      (row) => ({ ...row, recipient: `0x${"0".repeat(40)}` }),
      (row) => ({ ...row, recipient: row.recipient.slice(0, -1) as SplitRow["recipient"] }),
      (row) => ({ ...row, recipient: `${row.recipient}0` }),
    );
    fc.assert(
      fc.property(tables, fc.nat(), breaks, (table, at, broken) => {
        const position = at % table.length;
        assert.throws(() => checkTable(table.with(position, broken(table[position]!))));
      }),
    );
  });

  it("has another hash after any change of a row", () => {
    fc.assert(
      fc.property(tables, fc.nat(), recipient, (table, at, other) => {
        const position = at % table.length;
        const row = table[position]!;
        fc.pre(other !== row.recipient);
        assert.notEqual(tableHash(table.with(position, { ...row, recipient: other })), tableHash(table));
      }),
      { numRuns: 20 },
    );
  });
});

describe("any claim", () => {
  it("is owed its part of the revenue, rounded down by less than a wei, and all parts together no more (SPL-1)", () => {
    fc.assert(
      fc.property(tables, revenues, slots, (table, revenue, slot) => {
        const segment = new SegmentTree(new Array<bigint>(SLOTS).fill(0n).with(slot, revenue));
        let sum = 0n;
        for (const [position, { bps, recipient: whom }] of table.entries()) {
          const signals = claimSignals({ split: BigInt(slot), segment, table, position });
          const [owed, rest] = [signals.entitlement as bigint, signals.remainder as bigint];
          assert.equal(owed * BigInt(ALL_BPS) + rest, revenue * BigInt(bps), "nothing is lost or made");
          assert.ok(rest >= 0n && rest < BigInt(ALL_BPS));
          assert.equal(signals.recipient, BigInt(whom));
          sum += owed;
        }
        assert.ok(sum <= revenue && revenue - sum < BigInt(table.length));
      }),
      { numRuns: 5 },
    );
  });
});

describe("any settlement", () => {
  it("has the fingerprint of its change at every challenge, and another one for another change", () => {
    const amounts = fc.array(fc.bigInt(0n, 2n ** 96n - 1n), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(amounts, amounts, fc.bigInt(2n, P - 1n), slots, (old, added, challenge, wrong) => {
        const before = new SegmentTree(old);
        const after = before.clone();
        after.credit(added.map((amountWei, slot) => ({ slot, amountWei })));
        const { fingerprint } = settleSignals({ challenge, before, after });
        const expected = added.reduce((sum, amount, slot) => {
          let power = challenge;
          for (let n = 0; n < slot; n++) power = (power * challenge) % P;
          return (sum + amount * power) % P;
        }, 0n);
        assert.equal(fingerprint, expected);
        after.credit([{ slot: wrong, amountWei: 1n }]);
        assert.notEqual(settleSignals({ challenge, before, after }).fingerprint, fingerprint);
      }),
      { numRuns: 5 },
    );
  });
});
