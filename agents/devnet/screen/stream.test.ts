// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { stream } from "./stream.ts";

test("amounts are shown to the wei", () => {
  assert.equal(stream(10n ** 18n + 1n), "1.000000000000000001 STREAM");
});
