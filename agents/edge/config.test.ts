// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { UserError } from "../kernel/process/errors.ts";
import { requireDrillAllowed } from "./config.ts";

test("a drill is refused wherever a bond is worth something", () => {
  requireDrillAllowed(1, 31_337);
  requireDrillAllowed(undefined, 1);
  for (const chainId of [1, 10, 42_161, 1_337])
    assert.throws(() => requireDrillAllowed(1, chainId), UserError);
});
