// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { Command } from "commander";
import { test } from "vitest";
import { z } from "zod";
import { commonFields, wholeNumber } from "./commonConfig.ts";
import {
  addOptions,
  ConfigError,
  configTable,
  defineConfig,
  defineRole,
  envExample,
  loadConfig,
  yesNo,
} from "./config.ts";

const definition = defineConfig("tester", {
  maxAgeSec: { schema: wholeNumber(1), default: 60, description: "How old a thing may be, in seconds" },
  peerUrl: { schema: z.url(), description: "URL of the peer" },
  key: { schema: z.string().length(4).optional(), secret: true, description: "A secret" },
  dryRun: { schema: yesNo, default: false, description: "Changes nothing" },
});
const good = { peerUrl: "http://peer" };

test("every missing and bad setting is named in one go, with its flag and variable, and secrets stay hidden", () => {
  const load = () => loadConfig(definition, { flags: { maxAgeSec: "0" }, env: { TRIBUTARY_KEY: "hunter2" } });
  assert.throws(load, (error: ConfigError) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.exitCode, 1);
    assert.deepEqual(
      error.problems.map(({ name }) => name),
      ["maxAgeSec", "peerUrl", "key"],
    );
    assert.match(
      error.message,
      /maxAgeSec: got "0"\. Expected: a whole number of at least 1\. Set --max-age-sec or TRIBUTARY_MAX_AGE_SEC/,
    );
    assert.match(error.message, /peerUrl: not given\. Expected: URL of the peer\. Set/);
    assert.match(error.message, /key: got \[redacted\]/);
    assert.doesNotMatch(error.message, /hunter2/);
    return true;
  });
});

test("a flag beats the environment, which beats the default", () => {
  const env = { TRIBUTARY_MAX_AGE_SEC: "20", TRIBUTARY_PEER_URL: "http://peer" };
  assert.equal(loadConfig(definition, { flags: { maxAgeSec: "10" }, env }).maxAgeSec, 10);
  assert.equal(loadConfig(definition, { env }).maxAgeSec, 20);
  assert.equal(loadConfig(definition, { flags: good }).maxAgeSec, 60);
});

test("an empty variable counts as not set", () => {
  assert.equal(loadConfig(definition, { flags: good, env: { TRIBUTARY_MAX_AGE_SEC: "" } }).maxAgeSec, 60);
});

test("the result is frozen, and what is optional and not given is undefined", () => {
  const config = loadConfig(definition, { flags: good });
  assert.ok(Object.isFrozen(config));
  assert.equal(config.key, undefined);
});

test("commander hands over what loadConfig reads, and its defaults do not hide the environment", () => {
  const parse = (...args: string[]) => {
    const command = addOptions(new Command(), definition).parse(args, { from: "user" });
    return loadConfig(definition, { flags: command.opts(), env: { TRIBUTARY_MAX_AGE_SEC: "20" } });
  };
  assert.equal(parse("--peer-url", "http://peer").maxAgeSec, 20);
  assert.equal(parse("--peer-url", "http://peer", "--max-age-sec", "7").maxAgeSec, 7);
  assert.equal(parse("--peer-url", "http://peer").dryRun, false);
  assert.equal(parse("--peer-url", "http://peer", "--dry-run").dryRun, true);
});

test("the table and the example name every setting", () => {
  assert.match(configTable(definition), /\| `--max-age-sec` \| `TRIBUTARY_MAX_AGE_SEC` \| `60` \| How old/);
  assert.match(configTable(definition), /\| `--peer-url` \| `TRIBUTARY_PEER_URL` \| required \|/);
  assert.match(envExample(definition), /# How old a thing may be, in seconds\n# TRIBUTARY_MAX_AGE_SEC=60\n/);
});

test("the common settings load without any being given", () => {
  const config = loadConfig(defineConfig("edge", commonFields("edge", { port: 8801 })), {});
  const port: number = config.port;
  assert.equal(port, 8801);
  assert.equal(config.dataDir, ".tributary/edge");
  assert.equal(config.rpcUrl, "http://127.0.0.1:8545");
});

test("common settings refuse what cannot be right", () => {
  const common = defineConfig("edge", commonFields("edge", { port: 8801 }));
  for (const flags of [
    { port: "65536" },
    { port: "-1" },
    { port: "1e3" },
    { rpcUrl: "ws://x" },
    { key: "0x12" },
    { logLevel: "loud" },
    { pollMs: "0" },
  ]) {
    assert.throws(() => loadConfig(common, { flags }), ConfigError, JSON.stringify(flags));
  }
});

test("a role's own variable beats the shared one, and messages name the role's own", () => {
  const role = defineRole("edge", definition.fields);
  const load = (env: Record<string, string>) => loadConfig(role, { flags: good, env }).maxAgeSec;
  assert.equal(load({ TRIBUTARY_MAX_AGE_SEC: "20" }), 20);
  assert.equal(load({ TRIBUTARY_MAX_AGE_SEC: "20", TRIBUTARY_EDGE_MAX_AGE_SEC: "30" }), 30);
  assert.equal(load({ TRIBUTARY_MAX_AGE_SEC: "20", TRIBUTARY_EDGE_MAX_AGE_SEC: "" }), 20);
  assert.equal(load({ TRIBUTARY_PROVER_MAX_AGE_SEC: "30" }), 60);
  assert.throws(() => load({ TRIBUTARY_MAX_AGE_SEC: "x" }), /TRIBUTARY_EDGE_MAX_AGE_SEC/);
});
