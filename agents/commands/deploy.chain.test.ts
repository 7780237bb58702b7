// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Anvil, startAnvil } from "../localnet/anvil.ts";
import { REPOSITORY } from "../localnet/deploy.ts";
import { runCli } from "./testing/runCli.ts";

/** Of no known chain, and with proving keys for development alone. */
const FOREIGN = 31_338;
const CONFIG = join(REPOSITORY, `script/config/${FOREIGN}.json`);

let foreign: Anvil;
const directory = mkdtempSync(join(tmpdir(), "deploy-"));
beforeAll(async () => {
  foreign = await startAnvil(["--chain-id", String(FOREIGN)]);
});
afterAll(async () => {
  await foreign?.stop();
  rmSync(CONFIG, { force: true });
  rmSync(directory, { recursive: true });
});

const tributary = (...args: string[]) => runCli([...args, "--rpc-url", foreign.rpcUrl], { cwd: directory });
const deploy = (...args: string[]) => tributary("deploy", "--deployment", "addresses.json", ...args);
const refused = ({ code, out, err }: Awaited<ReturnType<typeof runCli>>, what: RegExp) => {
  assert.match(err, what);
  assert.deepEqual([code, out], [1, ""]);
  assert.doesNotMatch(err, /^ +at /m);
};

test("a chain without a config is refused, and so is one without a key", async () => {
  refused(
    await deploy(),
    /^Chain 31338 has no deployment config: script\/config\/31338\.json is missing\. Write/,
  );
  writeFileSync(CONFIG, readFileSync(join(REPOSITORY, "script/config/31337.json")));
  refused(await deploy(), /^Deploying on chain 31338 needs a key, and no key is given\. Give --keystore/);
});

test("proving keys for development are refused on any chain but 31337, and nothing is sent", async () => {
  writeFileSync(join(directory, "password"), "password\n");
  const key = await runCli(["key", "new", "key.json", "--password-file", "password"], { cwd: directory });
  await foreign.client.setBalance({ address: key.out.trim() as `0x${string}`, value: parseEther("100") });
  const outcome = await deploy("--keystore", "key.json", "--password-file", "password");
  refused(outcome, /\n? *The proving keys are for development .*Deploy on chain 31337 alone/s);
  assert.equal(await foreign.client.getBlockNumber({ cacheTime: 0 }), 0n);
  assert.equal(existsSync(join(directory, "addresses.json")), false);
});

test("no faucet gives on a chain where STREAM belongs to somebody", async () => {
  const path = join(directory, "foreign.json");
  const contracts = Object.fromEntries(
    ["StreamToken", "TokenDistribution", "TokenVesting"].map((name, at) => [
      name,
      `0x${"0".repeat(39)}${at + 1}`,
    ]),
  );
  writeFileSync(path, JSON.stringify({ chainId: FOREIGN, startBlock: 0, contracts }));
  for (const address of Object.values(contracts))
    await foreign.client.setCode({ address: address as `0x${string}`, bytecode: "0x00" });
  const account = `0x${"11".repeat(20)}`;
  refused(
    await tributary("faucet", account, "--deployment", path),
    /^Chain 31338 has no faucet: its STREAM belongs to somebody/,
  );
});
