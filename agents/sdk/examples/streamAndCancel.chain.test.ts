// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { peopleOf } from "../testing/people.ts";

const EXAMPLE = fileURLToPath(new URL("streamAndCancel.ts", import.meta.url));

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

test("the example streams for ten seconds and pays for them", async () => {
  const people = peopleOf(devchain);
  const creator = await people.somebody();
  await people.publish(creator);
  const args = [EXAMPLE, devchain.rpcUrl, devchain.deployment.path];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  assert.match(stdout, /second 10: /);
  assert.match(stdout, /paid 0\.0+\d+ STREAM, refunded 0\.0+\d+ STREAM\n$/);
  const paidWei = await people.balanceOf(creator);
  assert.ok(paidWei >= 9n && paidWei < parseEther("1"), `paid ${paidWei} wei`);
});
