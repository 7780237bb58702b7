// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { getAddress, type Hex, zeroAddress } from "viem";
import { test } from "vitest";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { segmentOfSplit, slotOfSplit, splitIdOf } from "../splits/splitId.ts";
import { parsePayee, payeeOfAddress, payeeOfSplit } from "./payee.ts";

const LAST_SPLIT = (1n << 64n) - 1n;
const address = getAddress("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");

test("an address is a payee, and can be read back", () => {
  const payee = payeeOfAddress(address);
  assert.equal(payee, "0x000000000000000000000000f39fd6e51aad88f6f4ce6ab8827279cfffb92266");
  assert.deepEqual(parsePayee(payee), { kind: "address", address });
});

test("a split is a payee, and can be read back", () => {
  assert.equal(payeeOfSplit(0n), "0x0000000000000000000000010000000000000000000000000000000000000000");
  for (const split of [0n, 1n, 256n, LAST_SPLIT]) {
    assert.deepEqual(parsePayee(payeeOfSplit(split)), { kind: "split", split });
  }
});

test("refuses what nobody can be paid at", () => {
  assert.throws(() => payeeOfAddress(zeroAddress), InvalidInput);
  assert.throws(() => payeeOfAddress("0x12"), InvalidInput);
  for (const split of [-1n, LAST_SPLIT + 1n]) assert.throws(() => payeeOfSplit(split), InvalidInput);
});

test("refuses bytes that name neither", () => {
  const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;
  for (const value of [0n, 2n << 160n, 1n << 255n, (1n << 160n) | (1n << 64n), (3n << 160n) | 5n]) {
    assert.throws(() => parsePayee(word(value)), InvalidInput);
  }
  for (const malformed of ["0x", "0x12", "zz", `${payeeOfSplit(1n)}00`]) {
    assert.throws(() => parsePayee(malformed as Hex), InvalidInput);
  }
});

test("a split id is its segment and its slot", () => {
  assert.equal(splitIdOf(3n, 7), 0x307n);
  assert.deepEqual([segmentOfSplit(0x307n), slotOfSplit(0x307n)], [3n, 7]);
  assert.equal(splitIdOf((1n << 56n) - 1n, 255), LAST_SPLIT);
  for (const slot of [-1, 256, 1.5]) assert.throws(() => splitIdOf(0n, slot), InvalidInput);
  assert.throws(() => splitIdOf(1n << 56n, 0), InvalidInput);
});
