// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { commonFields } from "../kernel/config/commonConfig.ts";
import { defineRole, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { operatorFields, requireReachable } from "./endpoint.ts";

const edgeConfig = defineRole("edge", {
  ...commonFields("edge", { port: 9100 }),
  ...operatorFields("edge", "a stake"),
});
const settings = (flags: Record<string, unknown> = {}) => loadConfig(edgeConfig, { flags });
const refusal = (flags: Record<string, unknown>, chainId: number, registered = ""): string | undefined => {
  try {
    requireReachable("edge", settings(flags), registered, chainId);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return `${error.message} ${error.advice}`;
  }
};

test("an edge that listens everywhere needs the URL by which it is reached, on every chain", () => {
  for (const host of ["0.0.0.0", "::"])
    for (const chainId of [1, 31_337])
      assert.equal(
        refusal({ host }, chainId),
        `the address ${host} would stand on chain as this edge's URL, and nobody can be reached there. Give --public-url the http or https URL by which viewers reach this edge, such as https://edge.example.`,
      );
  assert.equal(refusal({ host: "0.0.0.0", publicUrl: "https://edge.example" }, 1), undefined);
  assert.match(
    refusal({ publicUrl: "http://0.0.0.0:9100" }, 31_337)!,
    /^http:\/\/0\.0\.0\.0:9100 would stand/,
  );
});

test("an address of one machine stands on the development chain alone", () => {
  assert.equal(refusal({}, 31_337), undefined);
  for (const flags of [{}, { host: "localhost" }, { host: "::1" }, { publicUrl: "http://localhost:9100" }])
    assert.match(refusal(flags, 10)!, /means another machine to every viewer\. Give --public-url/);
});

test("an address of a private network stands where the operator asks for it", () => {
  const flags = { publicUrl: "http://192.168.1.7:9100" };
  assert.match(refusal(flags, 10)!, /from outside its network\. .* give --private-network\.$/);
  assert.equal(refusal({ ...flags, privateNetwork: true }, 10), undefined);
  assert.equal(refusal(flags, 31_337), undefined);
  assert.match(refusal({ host: "::1", privateNetwork: true }, 10)!, /another machine/);
});

test("what is registered already is judged, when nothing else is given", () => {
  assert.match(refusal({}, 31_337, "http://0.0.0.0:44511")!, /^http:\/\/0\.0\.0\.0:44511 would stand/);
  assert.match(refusal({}, 31_337, "ftp://edge.example")!, /^ftp:.* nobody/);
  assert.equal(refusal({ host: "0.0.0.0" }, 1, "https://edge.example"), undefined);
});

test("a public URL goes on chain in one spelling; what cannot be reached is refused with the settings", () => {
  assert.equal(
    settings({ publicUrl: "https://EDGE.example:443/cdn/" }).publicUrl,
    "https://edge.example/cdn",
  );
  for (const [publicUrl, expected] of [
    ["ftp://edge.example", "an http or https URL"],
    ["https://ada:secret@edge.example", "without a user name"],
    ["https://edge.example/?key=1", "without a query"],
    [`https://edge.example/${"a".repeat(256)}`, "256 bytes at most"],
  ] as const)
    assert.throws(
      () => settings({ publicUrl }),
      (error: Error) => error.message.includes(expected),
      publicUrl,
    );
});
