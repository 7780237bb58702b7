// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { concat, numberToHex, pad } from "viem";
import { test } from "vitest";
import { payeeOfAddress, payeeOfSplit } from "../../../sdk/chain/payee.ts";
import { encodeLink } from "../../../splits/batch.ts";
import { byDay, byPayee, creditsOf, scaleOf, settlementsOf, sharesOf, sumOf } from "./revenue.ts";

const ADA = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const DAY = 86_400;

test("a link of credits is read as the splits pack it", () => {
  const link = encodeLink([
    { slot: 0, amountWei: 5n },
    { slot: 255, amountWei: 2n ** 96n - 1n },
  ]);
  assert.deepEqual(creditsOf(3n, link, 9), [
    { payee: payeeOfSplit(3n * 256n), wei: 5n, atSec: 9 },
    { payee: payeeOfSplit(3n * 256n + 255n), wei: 2n ** 96n - 1n, atSec: 9 },
  ]);
});

test("a settlement earns what its channels paid more than before", () => {
  const payee = payeeOfAddress(ADA);
  const sums = (...rows: [id: number, wei: bigint][]) =>
    concat(rows.flatMap(([id, wei]) => [pad(numberToHex(id)), numberToHex(wei, { size: 12 })]));
  const earned = settlementsOf([
    { payee, sums: sums([1, 10n], [2, 5n]), atSec: 1 },
    { payee, sums: sums([1, 25n]), atSec: 2 },
    { payee, sums: sums([2, 5n], [3, 1n]), atSec: 3 },
  ]);
  assert.deepEqual(
    earned.map(({ wei }) => wei),
    [15n, 15n, 1n],
  );
  assert.deepEqual([sumOf(earned), byPayee(earned)], [31n, new Map([[payee, 31n]])]);
});

test("days are UTC, today the last, and what is older is left out", () => {
  const payee = payeeOfAddress(ADA);
  const now = 20_000 * DAY + 100;
  const earned = [0, 99, -1, -DAY, -DAY - 101, -30 * DAY].map((offset) => ({
    payee,
    wei: 1n,
    atSec: now + offset,
  }));
  assert.deepEqual(
    byDay(earned, 3, now).map(({ startSec, wei }) => [startSec / DAY, wei]),
    [
      [19_998, 1n],
      [19_999, 1n],
      [20_000, 3n],
    ],
  );
});

test("shares add a collaborator's claims, and are of the split's own revenue", () => {
  const [one, other] = [payeeOfSplit(1n), payeeOfSplit(2n)];
  const claim = (payee: typeof one, position: number, paidWei: bigint) =>
    ({ payee, position, recipient: ADA, paidWei }) as const;
  const claims = [claim(one, 1, 300n), claim(one, 0, 100n), claim(other, 0, 9n), claim(one, 0, 500n)];
  assert.deepEqual(
    sharesOf(claims, one, 1_000n).map(({ position, paidWei, percent }) => [position, paidWei, percent]),
    [
      [0, 600n, 60],
      [1, 300n, 30],
    ],
  );
  assert.deepEqual(sharesOf(claims, payeeOfSplit(3n), 0n), []);
});

test("a chart ends at a round number, no lower than the best day", () => {
  const top = (...wei: bigint[]) => scaleOf(wei.map((each) => ({ startSec: 0, wei: each })));
  assert.deepEqual([top(), top(0n), top(1n)], [10n ** 18n, 10n ** 18n, 1n]);
  assert.deepEqual(
    [top(3n, 101n, 7n), top(200n), top(499n), top(501n), top(999n)],
    [200n, 200n, 500n, 1_000n, 1_000n],
  );
});
