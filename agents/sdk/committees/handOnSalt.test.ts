// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { keccak256, numberToHex, size } from "viem";
import { test } from "vitest";
import { handOnSalt, handOnTerms } from "./handOnSalt.ts";

const [one, other] = [keccak256("0x01"), keccak256("0x02")];

test("a salt names what is handed on, to whoever knows the committee", () => {
  const terms = { committeeId: other, epoch: 0xffff_ffff, leaving: 16, attempt: 0xff_ffff };
  const salt = handOnSalt(terms);
  assert.equal(size(salt), 32);
  assert.deepEqual(handOnTerms(salt, [one, other]), terms);
  assert.notEqual(handOnSalt({ ...terms, attempt: 0 }), salt);
});

test("a salt of no known committee hands on nothing", () => {
  const salt = handOnSalt({ committeeId: other, epoch: 1, leaving: 0, attempt: 0 });
  assert.equal(handOnTerms(salt, [one]), undefined);
  assert.equal(handOnTerms(numberToHex(1, { size: 32 }), [one, other]), undefined);
});
