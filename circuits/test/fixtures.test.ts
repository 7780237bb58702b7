// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { stopProving } from "../../agents/splits/prove.ts";
import { buildCircuits } from "../build.ts";
import { type Fixture, keyOf, readFixtures } from "../fixtures/fixture.ts";
import { isTrue } from "../fixtures/isTrue.ts";

const STALE = "the committed answer is stale: run `npm run fixtures`, and commit test/fixtures";

beforeAll(() => buildCircuits());
afterAll(stopProving);

describe("what the Solidity tests are answered", () => {
  const fixtures = Object.entries(readFixtures());

  for (const [key, fixture] of fixtures) {
    it(`is true: ${fixture.question} ${key.slice(0, 10)}`, async () => {
      assert.equal(await isTrue(key, fixture), true, STALE);
    });
  }

  it("is found false with a wrong proof, for another statement, or under another name", async () => {
    const [key, claim] = fixtures.find(([, { question }]) => question === "claim")!;
    const another = fixtures.find(([at, { question }]) => question === "claim" && at !== key)![1];
    assert.equal(await isTrue(key, { ...claim, answer: another.answer }), false);
    assert.equal(await isTrue(key, another), false);
    assert.equal(await isTrue(`0x${"0".repeat(64)}`, claim), false);
    const root: Fixture = { question: "root", asked: { leaves: ["1"] }, answer: `0x${"0".repeat(64)}` };
    assert.equal(await isTrue(keyOf(root), root), false);
  });
});
