// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import type { Address } from "viem";
import { test } from "vitest";
import { GiftBook, MOST_GIFTS, PERIOD_MS } from "./giftBook.ts";

const address = (number: number) => `0x${String(number).padStart(40, "0")}` as Address;
const [ADA, BOB] = [address(1), address(2)];

test("an address waits until a whole period has passed, and others do not", () => {
  const book = new GiftBook();
  assert.equal(book.enter(ADA, 5_000), undefined);
  assert.deepEqual(book.enter(ADA, 5_000), { for: "address", ms: PERIOD_MS });
  assert.equal(book.enter(BOB, 6_000), undefined);
  assert.deepEqual(book.enter(ADA, 5_000 + PERIOD_MS - 1), { for: "address", ms: 1 });
  assert.equal(book.enter(ADA, 5_000 + PERIOD_MS), undefined);
  assert.deepEqual(book.enter(BOB, 5_000 + PERIOD_MS), { for: "address", ms: 1_000 });
});

test("asking again prolongs no wait", () => {
  const book = new GiftBook();
  book.enter(ADA, 0);
  for (let now = 0; now < PERIOD_MS; now += PERIOD_MS / 10) assert.ok(book.enter(ADA, now));
  assert.equal(book.enter(ADA, PERIOD_MS), undefined);
});

test("what was not sent counts for nothing", () => {
  const book = new GiftBook();
  book.enter(ADA, 0);
  book.strike(ADA);
  assert.equal(book.enter(ADA, 0), undefined);
});

test("many addresses together get a bounded number of gifts in any period, and the oldest makes room", () => {
  const book = new GiftBook();
  for (let number = 1; number <= MOST_GIFTS; number += 1)
    assert.equal(book.enter(address(number), number), undefined);
  const late = address(MOST_GIFTS + 1);
  assert.deepEqual(book.enter(late, 200), { for: "all", ms: PERIOD_MS + 1 - 200 });
  assert.equal(book.enter(late, PERIOD_MS + 1), undefined);
  assert.deepEqual(book.enter(address(MOST_GIFTS + 2), PERIOD_MS + 1), { for: "all", ms: 1 });
});

test("a clock that is set back makes nobody wait for more than a period", () => {
  const book = new GiftBook();
  book.enter(ADA, 10 * PERIOD_MS);
  assert.deepEqual(book.enter(ADA, 0), { for: "address", ms: PERIOD_MS });
});
