// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { textOf } from "./printable.ts";

test("whatever a stranger's JSON holds is text, an object whose toString is no function too", () => {
  assert.equal(textOf("later"), "later");
  assert.equal(textOf({ toString: [] }), '{"toString":[]}');
  assert.equal(textOf(undefined), "nothing");
  fc.assert(fc.property(fc.jsonValue(), (value) => assert.equal(typeof textOf(value), "string")));
});
