// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { pad } from "viem";
import { test } from "vitest";
import { UserError } from "../kernel/process/errors.ts";
import { EDGE, KEYHOLDER, planRegistration, type RegisteredOperator, SEQUENCER } from "./registration.ts";

const address = pad("0xed", { size: 20 });
const none: RegisteredOperator = {
  bond: 0n,
  withdrawableAt: 0,
  role: 0,
  slashed: false,
  region: "0x0000000000000000",
  endpoint: "",
};
const serving = { ...none, bond: 5n, role: 1, endpoint: "http://here" };
const wanted = { bond: undefined, region: "local", publicUrl: undefined };

test("an edge that is registered goes on; one that moved says so on chain", () => {
  assert.equal(planRegistration(EDGE, address, serving, wanted), "none");
  assert.equal(planRegistration(EDGE, address, serving, { ...wanted, bond: 9n }), "none");
  assert.equal(planRegistration(EDGE, address, serving, { ...wanted, publicUrl: "http://here" }), "none");
  assert.equal(planRegistration(EDGE, address, serving, { ...wanted, publicUrl: "http://there" }), "update");
});

test("an edge that is not registered registers itself when it is given a bond", () => {
  assert.equal(planRegistration(EDGE, address, none, { ...wanted, bond: 5n }), "register");
});

test("what only the operator can put right is said", () => {
  const cases: [RegisteredOperator, RegExp][] = [
    [none, /not registered/],
    [{ ...none, slashed: true }, /was slashed/],
    [{ ...serving, role: 5 }, /another role/],
    [{ ...serving, withdrawableAt: 1 }, /unbond/],
  ];
  for (const [operator, what] of cases) {
    assert.throws(
      () => planRegistration(EDGE, address, operator, wanted),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.match(error.message, what);
        return true;
      },
    );
  }
});

test("each role registers as itself, and refuses an account of another", () => {
  for (const role of [EDGE, KEYHOLDER, SEQUENCER]) {
    assert.equal(planRegistration(role, address, { ...serving, role: role.number }, wanted), "none");
    for (const other of [1, 2, 3, 4, 5, 6].filter((number) => number !== role.number))
      assert.throws(
        () => planRegistration(role, address, { ...serving, role: other }, wanted),
        (error: UserError) => error.advice === `Give this ${role.name} a key of its own.`,
      );
  }
  assert.throws(() => planRegistration(KEYHOLDER, address, none, wanted), /not registered as a keyholder/);
  assert.throws(() => planRegistration(EDGE, address, none, wanted), /not registered as an edge/);
});
