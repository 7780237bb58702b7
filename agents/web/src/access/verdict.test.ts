// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import type { AccessAnswer, AccessPart } from "../../../sdk/access/explainAccess.ts";
import { adviceOf, missingIn, verdictOf } from "./verdict.ts";

const leaf = (kind: "metered" | "purchase" | "erc20", answer: AccessAnswer): AccessPart =>
  ({ terms: { kind }, words: kind, answer, reason: answer, parts: [] }) as unknown as AccessPart;
const all = (kind: "allOf" | "anyOf" | "not", ...parts: AccessPart[]): AccessPart =>
  ({ terms: { kind, parts: [] }, words: kind, answer: "no", reason: "", parts }) as unknown as AccessPart;
const named = (part: AccessPart) =>
  missingIn(part).map((one) => `${one.isDenied ? "not " : ""}${one.part.words}`);

test("no policy lets nobody in", () => assert.equal(verdictOf(undefined), "out"));

test.each<[string, AccessPart, string, string[]]>([
  ["bought", leaf("purchase", "yes"), "in", []],
  ["not bought", leaf("purchase", "no"), "out", ["purchase"]],
  ["metered, which is paid as it plays", leaf("metered", "unknown"), "pays", ["metered"]],
  [
    "all of two, one missing",
    all("allOf", leaf("erc20", "yes"), leaf("purchase", "no")),
    "out",
    ["purchase"],
  ],
  [
    "all of two, one to be paid",
    all("allOf", leaf("erc20", "yes"), leaf("metered", "unknown")),
    "pays",
    ["metered"],
  ],
  ["any of two, one held", all("anyOf", leaf("erc20", "yes"), leaf("purchase", "no")), "in", []],
  [
    "any of two, none",
    all("anyOf", leaf("erc20", "no"), leaf("purchase", "no")),
    "out",
    ["erc20", "purchase"],
  ],
  [
    "any of two, one to be paid",
    all("anyOf", leaf("purchase", "no"), leaf("metered", "unknown")),
    "pays",
    ["purchase", "metered"],
  ],
  ["not what is held", all("not", leaf("erc20", "yes")), "out", ["not erc20"]],
  ["not what is not held", all("not", leaf("erc20", "no")), "in", []],
  ["not what nobody knows", all("not", leaf("erc20", "unknown")), "out", ["not erc20"]],
  ["not what is paid", all("not", leaf("metered", "unknown")), "out", ["not metered"]],
  [
    "neither of two",
    all("not", all("anyOf", leaf("erc20", "no"), leaf("purchase", "yes"))),
    "out",
    ["not purchase"],
  ],
  ["not both of two", all("not", all("allOf", leaf("erc20", "no"), leaf("purchase", "yes"))), "in", []],
])("%s: the verdict, and what is missing", (_, part, verdict, missing) => {
  assert.equal(verdictOf(part), verdict);
  assert.deepEqual(named(part), missing);
});

test("what is missing says what to do, and what shuts out says so", () => {
  const [bought] = missingIn(leaf("purchase", "no"));
  assert.equal(adviceOf(bought!), "Buy it here.");
  const [shut] = missingIn(all("not", leaf("erc20", "yes")));
  assert.equal(adviceOf(shut!), "Whoever fits this is kept out.");
});
