// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { loadConfig } from "../kernel/config/config.ts";
import { proverConfig, rulesOf } from "./config.ts";

const rules = (env: Record<string, string>, chainId: number) =>
  rulesOf(loadConfig(proverConfig, { env }), chainId);

test("segments are served at a loss on a development chain alone, unless they are named", () => {
  assert.equal(rules({}, 31_337).isServed(5n), true);
  assert.equal(rules({}, 1).isServed(5n), false);
  for (const chainId of [1, 31_337]) {
    const named = rules({ TRIBUTARY_PROVER_SERVE: "5, 7" }, chainId);
    assert.deepEqual([5n, 6n, 7n].map(named.isServed), [true, false, true]);
    assert.equal(rules({ TRIBUTARY_PROVER_SERVE: "all" }, chainId).isServed(6n), true);
  }
});

test("what is no segment, price or time is refused, by its name", () => {
  for (const serve of ["none", "1,all", "-1", "1.5", "0x1", ",", "9".repeat(30)])
    assert.throws(() => rules({ TRIBUTARY_PROVER_SERVE: serve }, 1), /serve: got .*segments, numbers/s);
  assert.throws(() => rules({ TRIBUTARY_PROVER_STREAM_PER_ETHER: "0" }, 1), /streamPerEther/);
  assert.throws(() => rules({ TRIBUTARY_PROVER_TAKEOVER_SEC: "-1" }, 1), /takeoverSec/);
});
