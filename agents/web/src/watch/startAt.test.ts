// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { startAt } from "./startAt.ts";

test("a link begins where it says, in any usual spelling, and at the beginning otherwise", () => {
  for (const text of ["90", "90s", "1m30s", "1m30", "1:30", "0:01:30"])
    assert.equal(startAt(`?t=${text}`, 100), 90, text);
  assert.equal(startAt("?a=1&t=1h2m3s", 10_000), 3_723);
  for (const text of ["", "-1", "1.5", "x", "1:2:3:4", "90 s", "100", "99999999"])
    assert.equal(startAt(`?t=${text}`, 100), 0, text);
  assert.equal(startAt("", 100), 0);
});
