// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Address, getAbiItem, getAddress, type Hex, numberToHex, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { builtCircuit } from "../../circuits/builtCircuit.ts";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { openStore } from "../kernel/store/store.ts";
import { metric } from "../kernel/testing/metric.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { isAlive } from "../localnet/isAlive.ts";
import { newPayer } from "../localnet/payer.ts";
import type { Scope } from "../localnet/scope.ts";
import { spawnRole } from "../localnet/spawnRole.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { paymentChannelsAbi, splitRollupAbi } from "../sdk/abis.generated.ts";
import { confirmWrite } from "../sdk/chain/confirmWrite.ts";
import { payeeOfSplit } from "../sdk/chain/payee.ts";
import { packRow } from "../sdk/channels/voucherRow.ts";
import { batchHash } from "../splits/batch.ts";
import { claimShare, readShare } from "../splits/claims.ts";
import { fetchSnapshot } from "../splits/fetchSnapshot.ts";
import type { Signals } from "../splits/inputs.ts";
import { prove, stopProving } from "../splits/prove.ts";
import { readSegment } from "../splits/readSegment.ts";
import { createRollupReader } from "../splits/rollupReader.ts";
import { createSplit } from "../splits/splits.ts";
import { type SplitTable, share } from "../splits/table.ts";
import { openLedger } from "./ledger.ts";
import { type LedgerTables, ledgerMigrations } from "./ledgerTables.ts";
import { newCreditor } from "./testing/creditor.ts";
import { provingChildrenOf } from "./testing/processes.ts";
import { proverSettings, startTestProver } from "./testing/startTestProver.ts";

const FEE = 10n ** 15n;
const randomHex = (bytes: number): Hex => `0x${randomBytes(bytes).toString("hex")}`;
const randomAddress = (): Address => getAddress(randomHex(20));

let devchain: Devchain;
let creditor: Awaited<ReturnType<typeof newCreditor>>;
let publicClient: ChainClient;
let reader: ReturnType<typeof createRollupReader>;
let where: { rollup: Address; startBlock: bigint };

beforeAll(async () => {
  devchain = await startDevchain();
  creditor = await newCreditor(devchain, parseEther("1000"));
  publicClient = devchain.anvil.client as unknown as typeof publicClient;
  where = { rollup: devchain.deployment.contracts.SplitRollup, startBlock: devchain.deployment.startBlock };
  reader = createRollupReader(publicClient, where.rollup);
});
afterAll(async () => {
  await stopProving();
  await devchain.stop();
});

const settings = () => proverSettings(devchain);
const start = async (t: Scope, env?: Record<string, string>) => startTestProver(t, env ?? (await settings()));

const settledBatches = async () => (await reader.queueOf(0n)).settledBatches;
/** Waits until every credit is settled. */
const waitUntilSettled = () =>
  waitFor("the batches to be settled", async () => {
    const queue = await reader.queueOf(0n);
    return queue.openEntries === 0 && queue.settledBatches === queue.sealedBatches;
  });

function newTable(...bps: number[]): SplitTable {
  return bps.map((each) => ({ recipient: randomAddress(), bps: each }));
}

async function newSplit(table: SplitTable) {
  const created = await createSplit(creditor.client, { rollup: where.rollup, table });
  return { ...created, slot: Number(created.split), table };
}

/** Has the contract take credits of this many splits, in place of as many transactions: the count is its first word. */
const setSplitCount = (count: bigint) =>
  devchain.anvil.client.setStorageAt({
    address: where.rollup,
    index: 0,
    value: numberToHex(count, { size: 32 }),
  });

test("two provers share four sealed batches: five proofs at most", async (t) => {
  const { anvil } = devchain;
  await setSplitCount(256n * 4n);
  t.onTestFinished(() => setSplitCount(0n));
  const segments = [1n, 2n, 3n];
  // the first segment has two
  for (const round of [segments, [1n]]) {
    for (const segment of round) await creditor.credit(segment, [{ slot: 1, amountWei: 1n }]);
    await anvil.client.mine({ blocks: 2, interval: 2 });
    for (const segment of round) await creditor.seal(segment);
  }
  const patient = { TRIBUTARY_TAKEOVER_SEC: "600" };
  const provers = await Promise.all([1, 2].map(async () => start(t, { ...(await settings()), ...patient })));
  const settled = async () =>
    (await Promise.all(segments.map((one) => reader.queueOf(one)))).map((one) => one.settledBatches);
  await waitFor("the batches to be settled", async () => String(await settled()) === "2,1,1");
  const count = (name: string) => Promise.all(provers.map(({ url }) => metric(url, name)));
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  await waitFor("both to count", async () => sum(await count("batches_settled_total")) === 4);
  const proofs = sum(await count("proof_seconds_count"));
  assert.ok(proofs <= 5, `${proofs} proofs`);
  assert.ok(
    (await count("batches_settled_total")).every((one) => one > 0),
    "both worked",
  );
});

test("revenue of a channel and a direct credit reach every collaborator, to the wei", async (t) => {
  const [film, song] = [await newSplit(newTable(3_333, 3_333, 3_334)), await newSplit(newTable(9_999, 1))];
  const { stop, env, url } = await start(t);

  const voucherWei = 1_234_567_890_123_456_789n;
  const payer = await newPayer(devchain, { payee: film.payee, depositWei: parseEther("2") });
  const { cumulative, signature } = await payer.sign(voucherWei);
  const row = packRow({ payer: payer.key.payer, salt: payer.key.salt, cumulative, signature });
  await confirmWrite(payer.client, {
    abi: paymentChannelsAbi,
    address: payer.contract.paymentChannels,
    functionName: "settle",
    args: [payeeOfSplit(film.split), payer.key.token, row],
  });
  const directWei = [77n, 10n ** 18n + 1n];
  await creditor.credit(0n, [
    { slot: film.slot, amountWei: directWei[0]! },
    { slot: song.slot, amountWei: directWei[1]! },
  ]);
  await waitUntilSettled();
  const place = { chainId: devchain.anvil.client.chain.id, rollup: where.rollup, segment: 0n };
  await waitFor("the prover to see it", async () => {
    const served = await fetchSnapshot(url, place);
    return served.settledBatches === (await settledBatches());
  });
  const snapshot = await fetchSnapshot(url, place);
  const onRefused = (reason: string) => assert.fail(reason);
  const read = await readSegment({ publicClient, ...where, segment: 0n, snapshots: [snapshot], onRefused });
  assert.deepEqual(read.tree.leaves, snapshot.leaves);
  await stop();

  const earned = [
    { ...film, revenueWei: voucherWei - FEE + directWei[0]! },
    { ...song, revenueWei: directWei[1]! },
  ];
  const proveClaim = (signals: Signals) => prove(builtCircuit("claim"), signals);
  for (const { split, table, revenueWei } of earned) {
    for (const [position, { recipient, bps }] of table.entries()) {
      const parameters = { publicClient, ...where, split, table, position };
      const expected = share(revenueWei, bps);
      const owed = await readShare(parameters);
      assert.deepEqual(
        [owed.revenueWei, owed.owedWei, owed.claimedWei, await devchain.balanceOf(recipient)],
        [revenueWei, expected, 0n, 0n],
        "SPL-1: a dry run says what is owed, and pays nothing",
      );
      await claimShare(creditor.client, { ...parameters, prove: proveClaim });
      assert.equal(await devchain.balanceOf(recipient), expected, `position ${position} of split ${split}`);
      const again = await claimShare(creditor.client, { ...parameters, prove: proveClaim });
      assert.deepEqual([again.owedWei, again.transactionHash], [0n, undefined]);
    }
  }
  const { address } = privateKeyToAccount(env.TRIBUTARY_KEY as Hex);
  assert.equal(
    await devchain.balanceOf(address),
    3n * FEE,
    "the prover gets the fee of each of the three entries",
  );
});

test("the tree rebuilt from logs is the one kept, and the contract's", async (t) => {
  const { slot } = await newSplit(newTable(10_000));
  const { stop, env } = await start(t);
  await creditor.credit(0n, [{ slot, amountWei: 5n }]);
  await creditor.credit(0n, [{ slot, amountWei: 6n }]);
  await waitUntilSettled();
  await stop();
  const count = await settledBatches();
  const { tree } = await readSegment({ publicClient, ...where, segment: 0n, maxRange: 3n });
  assert.equal(tree.root, await reader.rootAfter(0n, count));
  assert.equal(tree.leaf(slot), 11n);

  const store = await openStore<LedgerTables>(join(env.TRIBUTARY_DATA_DIR!, "prover.db"), ledgerMigrations);
  t.onTestFinished(() => store.close());
  const ledger = openLedger({ publicClient, store, ...where });
  await ledger.poll();
  assert.deepEqual((await ledger.treeAfter(0n, count)).leaves, tree.leaves);
  // forth and back gives the same, from the kept tree or anew
  const earlier = await ledger.treeAfter(0n, count - 1n);
  assert.equal(earlier.root, await reader.rootAfter(0n, count - 1n));
  assert.equal((await ledger.treeAfter(0n, count)).root, tree.root);
});

test("a reorg takes back the credits of the replaced blocks", async (t) => {
  const { slot } = await newSplit(newTable(10_000));
  const store = await openStore<LedgerTables>(
    join(devchain.directory, randomHex(8), "ledger.db"),
    ledgerMigrations,
  );
  t.onTestFinished(() => store.close());
  const ledger = openLedger({ publicClient, store, ...where });
  await ledger.poll();
  const snapshot = await devchain.anvil.client.snapshot();
  const { sealedBatches } = await reader.queueOf(0n);
  await creditor.credit(0n, [{ slot, amountWei: 1n }]);
  await ledger.poll();
  const replaced = await ledger.batch(0n, sealedBatches);
  await devchain.anvil.client.revert({ id: snapshot });
  await creditor.credit(0n, [{ slot, amountWei: 2n }]);
  await devchain.anvil.client.mine({ blocks: 3 });
  await ledger.poll();
  const kept = await ledger.batch(0n, sealedBatches);
  assert.notEqual(kept, replaced);
  const { openHash } = await publicClient.readContract({
    abi: splitRollupAbi,
    address: where.rollup,
    functionName: "segmentOf",
    args: [0n],
  });
  assert.equal(batchHash(kept), openHash);
});

test("killed in the middle of a proof, it leaves nothing hanging, and settles once when started again", async (t) => {
  const { slot } = await newSplit(newTable(10_000));
  await creditor.credit(0n, [{ slot, amountWei: 9n }]);
  const batch = (await reader.queueOf(0n)).sealedBatches;
  const env = await settings();
  const first = await spawnRole(t, "prover", env);
  await waitFor("a proof", async () => (await metric(first.url, "proving")) === 1);
  await waitFor("the child", async () => provingChildrenOf(first.child.pid!).length > 0);
  assert.equal((await fetch(`${first.url}/health`)).status, 200);
  const children = provingChildrenOf(first.child.pid!);
  await first.end("SIGKILL");
  assert.equal(await settledBatches(), batch, "it was killed before it settled");
  await waitFor("the child to end with its parent", async () => !children.some(isAlive));

  const second = await spawnRole(t, "prover", env);
  await waitUntilSettled();
  assert.equal(await second.end("SIGTERM"), 0);
  const logs = await publicClient.getLogs({
    address: where.rollup,
    event: getAbiItem({ abi: splitRollupAbi, name: "BatchSettled" }),
    args: { segment: 0n, batch },
    fromBlock: where.startBlock,
  });
  assert.equal(logs.length, 1);
});

test("with logs that do not add up it proves nothing, and says so", async (t) => {
  const { slot } = await newSplit(newTable(10_000));
  const { stop, env } = await start(t);
  await creditor.credit(0n, [{ slot, amountWei: 3n }]);
  await waitUntilSettled();
  await stop();
  const store = await openStore<LedgerTables>(join(env.TRIBUTARY_DATA_DIR!, "prover.db"), ledgerMigrations);
  await store.db
    .deleteFrom("link")
    .where("batch", "=", Number((await settledBatches()) - 1n))
    .execute();
  await store.close();

  const damaged = await start(t, env);
  await creditor.credit(0n, [{ slot, amountWei: 3n }]);
  let reasons = "";
  await waitFor("it to complain", async () => {
    const ready = await fetch(`${damaged.url}/ready`);
    reasons = await ready.text();
    return ready.status === 503 && reasons.includes("do not add up");
  });
  assert.match(reasons, /delete the directory/);
  assert.equal((await reader.queueOf(0n)).sealedBatches, (await settledBatches()) + 1n);
  await damaged.stop();

  const healthy = await start(t);
  await waitFor(
    "a sound one to settle",
    async () => (await metric(healthy.url, "batches_settled_total")) === 1,
  );
});

test("sixteen busy segments: batches are proved and settled while seals wait, the oldest first", async (t) => {
  await setSplitCount(256n * 20n);
  const segments = Array.from({ length: 16 }, (_, n) => BigInt(n + 4));
  const credit = async () => {
    for (const segment of segments) await creditor.credit(segment, [{ slot: 1, amountWei: 1n }]);
    await devchain.anvil.client.increaseTime({ seconds: 2 });
  };
  await credit();
  const { url, stop } = await start(t);
  await waitFor("two settlements", async () => {
    await credit();
    return (await metric(url, "batches_settled_total")) >= 2;
  });
  const queues = await Promise.all(segments.map((segment) => reader.queueOf(segment)));
  assert.ok(queues.every(({ sealedBatches, settledBatches }) => sealedBatches - settledBatches <= 1n));
  assert.ok(
    queues.some(({ openEntries }) => openEntries > 0),
    "the segments are busy",
  );
  await stop();
});
