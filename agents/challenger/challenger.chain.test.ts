// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Address,
  bytesToHex,
  createWalletClient,
  http,
  type PrivateKeyAccount,
  parseEther,
  stringToHex,
} from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { registerSample, type SampleContent, storeSample } from "../edge/testing/publishSample.ts";
import { startTestEdge } from "../edge/testing/startTestEdge.ts";
import { loadConfig } from "../kernel/config/config.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { roleSettings } from "../localnet/roleSettings.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { operatorRegistryAbi, streamTokenAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import { sha256 } from "../sdk/content/leaf.ts";
import { proofOf } from "../sdk/content/proof.ts";
import { signReceipt } from "../sdk/content/receipt.ts";
import { PROOF_HEADER, RECEIPT_HEADER } from "../sdk/content/requestChunk.ts";
import { challengerConfig } from "./config.ts";
import { startChallenger } from "./service.ts";

const BOND = parseEther("1000");
let devchain: Devchain;
let honest: Awaited<ReturnType<typeof startTestEdge>>;
let work: SampleContent;
const servers: Server[] = [];

beforeAll(async () => {
  devchain = await startDevchain();
  honest = await startTestEdge(devchain);
  work = await registerSample(devchain, [80, 65_536, 65_536, 65_536, 700]);
  await storeSample(honest.edge, work);
});
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await honest?.stop();
  await devchain?.stop();
});

async function challengerFlags() {
  const { account, key } = await devchain.newAccount();
  return { account, flags: roleSettings(devchain, { key, roundMs: 100 }) };
}

const start = (flags: Record<string, unknown>) => startChallenger(loadConfig(challengerConfig, { flags }));

const operatorOf = (operator: Address) =>
  devchain.anvil.client.readContract({
    address: devchain.deployment.contracts.OperatorRegistry,
    abi: operatorRegistryAbi,
    functionName: "operatorOf",
    args: [operator],
  });

const slashedLogs = () =>
  devchain.anvil.client.getContractEvents({
    address: devchain.deployment.contracts.OperatorRegistry,
    abi: operatorRegistryAbi,
    eventName: "Slashed",
    fromBlock: 0n,
  });

async function rounds(url: string, count: number): Promise<void> {
  const from = await metric(url, "audit_round");
  await waitFor(`${count} rounds are over`, async () => (await metric(url, "audit_round")) >= from + count);
}

/** Registers an operator whose endpoint answers by `makeListener`. */
async function registerLiar(makeListener: (account: PrivateKeyAccount) => RequestListener): Promise<Address> {
  const { account } = await devchain.newAccount(BOND);
  const server = createServer(makeListener(account));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
  const { StreamToken, OperatorRegistry } = devchain.deployment.contracts;
  const approval = { address: StreamToken, abi: streamTokenAbi, functionName: "approve" } as const;
  const approved = await wallet.writeContract({ ...approval, args: [OperatorRegistry, BOND] });
  await devchain.anvil.client.waitForTransactionReceipt({ hash: approved });
  const registration = {
    address: OperatorRegistry,
    abi: operatorRegistryAbi,
    functionName: "register",
  } as const;
  const args = [1, stringToHex("liar", { size: 8 }), endpoint, BOND] as const;
  const hash = await wallet.writeContract({ ...registration, args });
  await devchain.anvil.client.waitForTransactionReceipt({ hash });
  return account.address;
}

const flipped = () => {
  const bytes = Uint8Array.from(work.chunks[1]!);
  bytes[3]! ^= 1;
  return bytes;
};

/** Answers every chunk with flipped bytes and the given signature over them, and leaf lists with `leafList`. */
const lying =
  (sign: (bytes: Uint8Array, index: number) => Promise<string>, leafList: Uint8Array): RequestListener =>
  async (request, response) => {
    if (request.url?.endsWith("/leaves")) return response.end(leafList);
    if (request.url?.endsWith("/holding")) return response.writeHead(404).end();
    const index = Number(request.url?.split("/").at(-1));
    const proof = Buffer.from(proofOf(work.tree, Math.min(index, 4))).toString("base64");
    const headers = { [PROOF_HEADER]: proof, [RECEIPT_HEADER]: await sign(flipped(), index) };
    return response.writeHead(200, headers).end(flipped());
  };

async function sign(account: PrivateKeyAccount, bytes: Uint8Array, index: number) {
  const chunkHash = bytesToHex(await sha256(bytes));
  const court = { chainId: 31_337, contentCourt: devchain.deployment.contracts.ContentCourt };
  const { contentId, generation } = work.content;
  return signReceipt(account, court, {
    contentId,
    generation,
    index: BigInt(index),
    length: bytes.length,
    chunkHash,
  });
}

test("an edge that signs a wrong chunk is slashed once, the reward arrives, and honest ones keep their bonds", async () => {
  const faulty = await startTestEdge(devchain, { faultChunk: 2 });
  await storeSample(faulty.edge, work);
  const { account, flags } = await challengerFlags();
  const before = (await slashedLogs()).length;
  const challenger = await start(flags);
  try {
    await waitFor("the edge is slashed", async () => (await operatorOf(faulty.operator)).slashed);
    assert.equal(await devchain.balanceOf(account.address), BOND / 2n);
    await rounds(challenger.url, 3);
    assert.equal((await slashedLogs()).length, before + 1);
    assert.equal((await operatorOf(honest.operator)).bond, BOND);
    assert.equal(await metric(challenger.url, "slashes_total"), 1);
    assert.equal(await metric(challenger.url, "audits_total", 'outcome="wrong"'), 1);
    assert.ok((await metric(challenger.url, "audits_total", 'outcome="true"')) > 0);
    assert.equal((await fetch(`${challenger.url}/ready`)).status, 200);
  } finally {
    await challenger.stop();
    await faulty.stop();
  }
});

test("honest edges are never slashed, whatever dishonest ones say (CNT-2)", async () => {
  const stranger = (await devchain.newAccount()).account;
  const badList = work.leafList.slice();
  badList[40]! ^= 1;
  const behaviours: ((account: PrivateKeyAccount) => RequestListener)[] = [
    () => lying(async () => `0x${"12".repeat(65)}`, badList),
    () => lying((bytes, index) => sign(stranger, bytes, index), badList),
    () => (_, response) => void response.writeHead(404).end(),
    () => (_, response) => void response.writeHead(302, { location: honest.url }).end(),
    () => (request) => void request.socket.destroy(),
  ];
  const liars: Address[] = [];
  for (const behaviour of behaviours) liars.push(await registerLiar(behaviour));
  const { flags } = await challengerFlags();
  const before = (await slashedLogs()).length;
  const challenger = await start(flags);
  try {
    await rounds(challenger.url, 4);
    for (const operator of [...liars, honest.operator]) assert.equal((await operatorOf(operator)).bond, BOND);
    assert.equal((await slashedLogs()).length, before);
    for (const outcome of ["true", "unproven", "refused", "unreachable"]) {
      const label = `outcome="${outcome}"`;
      assert.ok((await metric(challenger.url, "audits_total", label)) > 0, outcome);
    }
    assert.equal(await metric(challenger.url, "audits_total", 'outcome="wrong"'), 0);
  } finally {
    await challenger.stop();
  }
});

test("an edge that signs for a chunk beyond the last is slashed", async () => {
  const beyond = work.chunks.length;
  const liar = await registerLiar((account) => (request, response) => {
    const asksBeyond = request.url?.endsWith(`${work.content.contentId}/chunks/${beyond}`);
    if (!asksBeyond) return void response.writeHead(404).end();
    return lying((bytes, index) => sign(account, bytes, index), work.leafList)(request, response);
  });
  const { account, flags } = await challengerFlags();
  const challenger = await start(flags);
  try {
    await waitFor("the edge is slashed", async () => (await operatorOf(liar)).slashed);
    assert.equal(await devchain.balanceOf(account.address), BOND / 2n);
    assert.equal((await operatorOf(honest.operator)).bond, BOND);
  } finally {
    await challenger.stop();
  }
});

test("a work whose only leaf list is false leads to nothing", async () => {
  const lonely = await registerSample(devchain, [100, 200], 33);
  const badList = lonely.leafList.slice();
  badList[5]! ^= 1;
  const liar = await registerLiar(
    (account) => (request, response) =>
      request.url?.includes(lonely.content.contentId)
        ? lying((bytes, index) => sign(account, bytes, index), badList)(request, response)
        : void response.writeHead(404).end(),
  );
  const { flags } = await challengerFlags();
  const challenger = await start(flags);
  try {
    await rounds(challenger.url, 3);
    assert.ok((await metric(challenger.url, "audits_total", 'outcome="no_leaf_list"')) > 0);
    assert.equal((await operatorOf(liar)).bond, BOND);
  } finally {
    await challenger.stop();
  }
});

test("evidence found before a crash slashes after it, even when the edge is gone", async () => {
  const faulty = await startTestEdge(devchain, { faultChunk: 1 });
  await storeSample(faulty.edge, work);
  const { account, flags } = await challengerFlags();
  // the challenger finds the lie, but cannot pay for the transaction
  await devchain.anvil.client.setBalance({ address: account.address, value: 0n });
  const first = await start(flags);
  await waitFor("the lie is found", async () => (await metric(first.url, "audits_total", "wrong")) > 0);
  await first.stop();
  await faulty.stop();
  assert.equal((await operatorOf(faulty.operator)).slashed, false);

  await devchain.anvil.client.setBalance({ address: account.address, value: parseEther("1") });
  const second = await start(flags);
  try {
    await waitFor("the edge is slashed", async () => (await operatorOf(faulty.operator)).slashed);
    assert.equal(await devchain.balanceOf(account.address), BOND / 2n);
  } finally {
    await second.stop();
  }
});

test("killed while its transaction waits, it takes that one up and sends no other", async () => {
  const faulty = await startTestEdge(devchain, { faultChunk: 3 });
  await storeSample(faulty.edge, work);
  const { account, flags } = await challengerFlags();
  const before = (await slashedLogs()).length;
  const { client } = devchain.anvil;
  await client.setAutomine(false);
  try {
    const program = `
      import { loadConfig } from "./agents/kernel/config/config.ts";
      import { challengerConfig } from "./agents/challenger/config.ts";
      import { startChallenger } from "./agents/challenger/service.ts";
      await startChallenger(loadConfig(challengerConfig, { flags: ${JSON.stringify(flags)} }));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: "inherit",
    });
    const exited = once(child, "exit");
    const pending = () => client.getTransactionCount({ address: account.address, blockTag: "pending" });
    await waitFor("its transaction is in the pool", async () => (await pending()) === 1);
    child.kill("SIGKILL");
    await exited;

    const again = await start(flags);
    await rounds(again.url, 3);
    await client.mine({ blocks: 1 });
    await client.setAutomine(true);
    await waitFor("the edge is slashed", async () => (await operatorOf(faulty.operator)).slashed);
    await rounds(again.url, 3);
    await again.stop();
    assert.equal(await client.getTransactionCount({ address: account.address }), 1);
    assert.equal((await slashedLogs()).length, before + 1);
    assert.equal(await devchain.balanceOf(account.address), BOND / 2n);
  } finally {
    await client.setAutomine(true);
    await faulty.stop();
  }
});
