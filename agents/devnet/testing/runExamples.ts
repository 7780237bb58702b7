// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { REPOSITORY } from "../../localnet/deploy.ts";

/** What each program of agents/sdk/examples says at its end. */
const SAYS: Record<string, RegExp> = {
  playAndPay: /^played colony: \d+ bytes, \d+ chunks asked for twice\n$/m,
  payPerSecond: /^second 3: 0\.3\d* STREAM paid, 0\.6\d* left\nafter 2\S+Z, channel\.finalize brings back/m,
  gateAPage:
    /^200 The page that was paid for\.\n402 This page costs 0\.1 STREAM: this voucher adds 0 STREAM\n$/,
  splitASale: /^10 STREAM for split 0, in batch \d+ of segment 0\nthe shares can be claimed/,
  streamOnChain: /^second 3: .*\npaid \d+\S* STREAM, refunded [45]\d\S* STREAM\n$/m,
  subscribe:
    /^[12]\S* STREAM until \S+T00:00:00\.000Z\nthe gate opens\n\d\S* STREAM collected.*\n[12]\S* STREAM back\n$/,
  vest: /^2 STREAM have vested\nreleased \d+\S* STREAM\nrevoked: 1[01]\d\S* STREAM back\n$/,
  claim: /^ben has 1005 STREAM\n$/,
  ownChain: /^999\d{6}\S* STREAM, 2 edges\n$/,
};

/** Runs every example as its first lines say, on the devnet at `url`, whose chain is at `rpcUrl`. */
export async function runExamples(url: string, rpcUrl: string): Promise<void> {
  const runs = Object.entries(SAYS).map(async ([name, says]) => {
    const args = [`agents/sdk/examples/${name}.ts`, name === "ownChain" ? rpcUrl : url];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: REPOSITORY });
    assert.match(stdout, says, name);
  });
  await Promise.all(runs);
}
