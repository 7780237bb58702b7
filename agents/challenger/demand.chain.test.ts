// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Address, type Hex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { registerSample, storeSample } from "../edge/testing/publishSample.ts";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { roleSettings } from "../localnet/roleSettings.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { availabilityCourtAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";
import { challengerConfig } from "./config.ts";
import { startChallenger } from "./service.ts";

const BOND = parseEther("1000");
let devchain: Devchain;
let honest: Awaited<ReturnType<typeof startTestEdge>>;
let withholding: Awaited<ReturnType<typeof startTestEdge>>;
let contentId: Hex;

beforeAll(async () => {
  devchain = await startDevchain();
  const work = await registerSample(devchain, [80, 65_536, 700]);
  contentId = work.content.contentId;
  honest = await startTestEdge(devchain);
  withholding = await startTestEdge(devchain, { faultWithhold: 1 });
  for (const { edge } of [honest, withholding]) await storeSample(edge, work);
});
afterAll(async () => {
  await honest?.stop();
  await withholding?.stop();
  await devchain?.stop();
});

const court = () =>
  ({ address: devchain.deployment.contracts.AvailabilityCourt, abi: availabilityCourtAbi }) as const;

const bondOf = async (operator: Address) =>
  (
    await devchain.anvil.client.readContract({
      address: devchain.deployment.contracts.OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "operatorOf",
      args: [operator],
    })
  ).bond;

const demands = () =>
  devchain.anvil.client.getContractEvents({
    ...court(),
    eventName: "PieceRequested",
    fromBlock: 0n,
    strict: true,
  });

async function challenger(flags: Record<string, unknown> = {}) {
  const { account, key } = await devchain.newAccount();
  const settings = { ...roleSettings(devchain, { key, roundMs: 100 }), ...flags };
  const start = () => startChallenger(loadConfig(challengerConfig, { flags: settings }));
  return { account, start };
}

test("without a budget nothing is demanded", async () => {
  const { start } = await challenger({ demandBudgetWei: "0" });
  const running = await start();
  await waitFor("the chunk was refused", async () => {
    return (await metric(running.url, "audits_total", 'outcome="refused"')) >= 4;
  });
  await running.stop();
  assert.deepEqual(await demands(), []);
});

test("what is refused over HTTP is demanded on chain, once at a time, and collected after a restart", async () => {
  const { client } = devchain.anvil;
  const { account, start } = await challenger();
  const first = await start();
  await waitFor("a piece is demanded", async () => (await demands()).length > 0);
  const rounds = await metric(first.url, "audit_round");
  await waitFor("rounds pass", async () => (await metric(first.url, "audit_round")) > rounds + 8);
  await first.stop();
  const logs = await demands();
  assert.equal(logs.length, 1, "one demand at a time");
  const { edge, requester, request } = { ...logs[0]!.args, ...logs[0]!.args.request };
  assert.deepEqual([edge, requester, request.index], [withholding.operator, account.address, 1n]);
  assert.equal(request.contentId, contentId);

  await client.setNextBlockTimestamp({ timestamp: (request.epoch + 2n) * 3_600n });
  await client.mine({ blocks: 1 });
  const again = await start();
  await waitFor("the loss is collected", async () => (await bondOf(withholding.operator)) < BOND);
  await again.stop();
  const loss = await client.readContract({ ...court(), functionName: "LOSS" });
  assert.equal(await bondOf(withholding.operator), BOND - loss);
  assert.equal(await bondOf(honest.operator), BOND);
  assert.equal(await devchain.balanceOf(account.address), loss / 2n);
  const args = [withholding.operator, contentId, request.epoch] as const;
  assert.equal(await client.readContract({ ...court(), functionName: "lost", args }), true);
});
