// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createWalletClient, http, keccak256, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { addressesOf } from "../sdk/addresses.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { tributaryActions } from "../sdk/tributaryActions.ts";
import { runCli } from "./testing/runCli.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

test("a publisher names regions, and anybody sees who owns the work from the next epoch on", async (t) => {
  const { account, key } = await devchain.newAccount(parseEther("1000"));
  const client = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) }).extend(
    tributaryActions(addressesOf(devchain.deployment)),
  );
  const sizes = { leafCount: 1n, byteCount: 1n, checkpointsRoot: keccak256("0x01") };
  const { contentId } = await client.content.registerSync({
    ...{ salt: keccak256("0x02"), payee: payeeOfAddress(account.address), ratePerSecondWei: 1n, ...sizes },
  });
  const endpoint = "https://edge.example";
  await client.operator.registerSync({
    role: EDGE_ROLE,
    region: "eu-west",
    endpoint,
    bondWei: parseEther("1000"),
  });
  await client.placement.declareCapacitySync({ gigabytes: 70 });

  const env = { TRIBUTARY_RPC_URL: devchain.rpcUrl, TRIBUTARY_DEPLOYMENT: devchain.deployment.path };
  const wallet = { ...env, TRIBUTARY_KEY: key, TRIBUTARY_DATA_DIR: scratchDir(t) };
  const named = await runCli(["placement", "regions", contentId, "us-east", "eu-west"], { env: wallet });
  assert.equal(named.code, 0, named.err);
  const epoch = /^us-east, eu-west, from epoch (\d+) on\n$/.exec(named.out)![1]!;

  const next = await runCli(["placement", "show", "--epoch", epoch], { env });
  assert.equal(next.code, 0, next.err);
  const edge = account.address.toLowerCase();
  assert.equal(next.out, `edge ${edge}  eu-west  1 works, 0.000 of 70 GB\nwork ${contentId}  ${edge}\n`);
  const now = await runCli(["placement", "show"], { env });
  assert.equal(now.out, `work ${contentId}  nobody\n`);
  assert.match(now.err, /^Epoch \d+, from \d{4}-/);

  const stranger = await runCli(["placement", "regions", keccak256("0x03"), "eu-west"], { env: wallet });
  assert.equal(stranger.code, 1);
  assert.match(stranger.err, /registered the work names its regions/);
});
