// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { answerFee } from "./demandPolicy.ts";

const request = { epoch: 10n, bond: 140_000n * 10n };
/** The first second that is too late. */
const DEADLINE = 12 * 3_600;

test.each([
  ["with hours left, what the bond pays for a proof", "proof", DEADLINE - 7_000, 1_000n, 10n],
  ["and more for a piece, which needs less gas", "piece", DEADLINE - 7_000, 1_000n, 17n],
  ["but never above the operator's limit", "proof", DEADLINE - 7_000, 5n, 5n],
  ["a second before the last half hour, still what the bond pays", "proof", DEADLINE - 1_801, 1_000n, 10n],
  ["in the last half hour, up to the operator's limit", "proof", DEADLINE - 1_800, 1_000n, 1_000n],
  ["and at the last second", "piece", DEADLINE - 1, 1_000n, 1_000n],
] as const)("%s", (_, kind, nowSec, most, expected) => {
  assert.equal(answerFee(request, kind, nowSec, most), expected);
});
