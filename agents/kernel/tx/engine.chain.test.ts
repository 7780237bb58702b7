// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, type TestContext, test } from "vitest";
import { type Anvil, startAnvil } from "../../localnet/anvil.ts";
import { createLogger } from "../process/log.ts";
import { openStore } from "../store/store.ts";
import { testChainClient } from "../testing/chainClient.ts";
import { manualClock } from "../testing/manualClock.ts";
import { PINGER, ping, pingerAbi, placePinger } from "../testing/pinger.ts";
import { startRpcProxy } from "../testing/rpcProxy.ts";
import { scratchDir } from "../testing/scratch.ts";
import type { Offer } from "./bids.ts";
import { createSender, type SenderOptions } from "./sender.ts";

const GWEI = 10n ** 9n;
const BUMP_AFTER_MS = 12_000;
const log = createLogger("test", "silent");

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
  await placePinger(anvil);
});
afterAll(() => anvil.stop());
beforeEach(async () => {
  await anvil.client.setAutomine(false);
  await anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas: GWEI });
  await anvil.client.mine({ blocks: 1 });
});

async function setUp(t: TestContext, options: Partial<SenderOptions> = {}) {
  const account = options.account ?? privateKeyToAccount(generatePrivateKey());
  const { address } = account;
  await anvil.client.setBalance({ address, value: 10n ** 18n });
  const store = await openStore(`${scratchDir(t)}/store.db`, []);
  t.onTestFinished(() => store.close());
  const publicClient = testChainClient(anvil.rpcUrl);
  const clock = manualClock();
  const make = () =>
    createSender({
      publicClient,
      account,
      store,
      log,
      clock,
      bumpAfterMs: BUMP_AFTER_MS,
      maxPending: 4,
      ...options,
    });
  let sender = make();
  return {
    address,
    clock,
    /** A new process on the same store. */
    restart() {
      sender = make();
    },
    look: () => sender.look(),
    async offer(...offers: Offer[]) {
      const flight = await sender.look();
      await sender.offer(offers, flight);
    },
    /** The numbers that this account pinged, in the order in which they were mined. */
    async pings(): Promise<number[]> {
      const events = await anvil.client.getContractEvents({
        address: PINGER,
        abi: pingerAbi,
        fromBlock: 0n,
        strict: true,
      });
      const senders = await Promise.all(
        events.map(({ transactionHash }) => anvil.client.getTransaction({ hash: transactionHash })),
      );
      return events.flatMap(({ args }, n) =>
        senders[n]!.from.toLowerCase() === address.toLowerCase() ? [Number(args.number)] : [],
      );
    },
    attempts: () => store.kernel.selectFrom("kernel_attempt").selectAll().orderBy("attempt").execute(),
    states: async () =>
      (await store.kernel.selectFrom("kernel_transaction").select("state").orderBy("nonce").execute()).map(
        ({ state }) => state,
      ),
  };
}

const offer = (number: number, changed: Partial<Offer> = {}): Offer => ({
  to: PINGER,
  data: ping(BigInt(number)),
  gas: 60_000n,
  label: `ping ${number}`,
  keys: [String(number)],
  maxFeePerGasWei: 500n * GWEI,
  bumpPercent: 12.5,
  ...changed,
});
const mine = (blocks = 1) => anvil.client.mine({ blocks });
const setBaseFee = (baseFeePerGas: bigint) => anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas });

test("several are under way at once, are mined in order, and are known by their keys until then", async (t) => {
  const { offer: bid, look, pings, states } = await setUp(t);
  await bid(offer(1), offer(2), offer(3));
  assert.deepEqual([...(await look()).keys], ["1", "2", "3"]);
  await bid(offer(4));
  await mine();
  const { keys, stuck, minedBlock } = await look();
  assert.deepEqual([[...keys], stuck], [[], false]);
  assert.equal(minedBlock, await anvil.client.getBlockNumber());
  assert.deepEqual(await pings(), [1, 2, 3, 4]);
  assert.deepEqual(await states(), ["mined", "mined", "mined", "mined"]);
});

test("attack 6: stuck at 20 times the price, all pay more, and the most urgent takes the first nonce", async (t) => {
  const { offer: bid, look, pings, clock, attempts } = await setUp(t);
  await bid(offer(1), offer(2));
  await setBaseFee(20n * GWEI);
  await mine();
  assert.deepEqual(await pings(), []);
  assert.equal((await look()).stuck, false);
  await clock.advance(BUMP_AFTER_MS);
  assert.equal((await look()).stuck, true);
  await bid(offer(3), offer(1), offer(2));
  assert.equal((await look()).stuck, false);
  await setBaseFee(20n * GWEI);
  await mine();
  assert.deepEqual(await pings(), [3, 1, 2]);
  const [first, second] = (await attempts()).filter(({ nonce }) => nonce === 0);
  assert.ok(BigInt(second!.max_fee_per_gas) * 8n >= BigInt(first!.max_fee_per_gas) * 9n);
});

test("attack 6: what is too dear for its own worth makes way for what is not", async (t) => {
  const { offer: bid, pings, clock, look } = await setUp(t);
  await bid(offer(1, { maxFeePerGasWei: 3n * GWEI }));
  await setBaseFee(20n * GWEI);
  await mine();
  await clock.advance(BUMP_AFTER_MS);
  await bid(offer(2));
  await setBaseFee(20n * GWEI);
  await mine();
  assert.deepEqual(await pings(), [2]);
  assert.deepEqual([...(await look()).keys], [], "the first is free to be offered again");
});

test("attack 23: killed after it was sent, the next process does not use its nonce for a second of the same", async (t) => {
  const { offer: bid, restart, look, pings, attempts } = await setUp(t);
  await bid(offer(1), offer(2));
  restart();
  const { stuck, pending } = await look();
  assert.deepEqual([stuck, pending.length], [true, 2]);
  await bid(offer(1), offer(2), offer(3));
  assert.equal((await attempts()).length, 3, "the same bytes were sent again");
  await mine();
  assert.deepEqual(await pings(), [1, 2, 3]);
});

test("attack 21: killed after the journal and before the broadcast, the next process sends it", async (t) => {
  let swallowing = true;
  const proxy = await startRpcProxy(anvil.rpcUrl, ({ method }) =>
    swallowing && method === "eth_sendRawTransaction"
      ? { error: { code: -32_603, message: "upstream timed out" } }
      : "pass",
  );
  t.onTestFinished(() => proxy.stop());
  const { offer: bid, restart, pings } = await setUp(t, { publicClient: testChainClient(proxy.rpcUrl) });
  await bid(offer(1));
  await mine();
  assert.deepEqual(await pings(), []);
  swallowing = false;
  restart();
  await bid(offer(1));
  await mine();
  assert.deepEqual(await pings(), [1]);
});

test("attack 8: what a reorg dropped is sent again when it is still wanted, and else what is wanted instead", async (t) => {
  const { offer: bid, look, pings } = await setUp(t);
  const snapshot = await anvil.client.snapshot();
  await bid(offer(1), offer(2));
  await mine();
  assert.deepEqual((await look()).pending, []);
  await anvil.client.revert({ id: snapshot });
  const { stuck, pending, minedBlock } = await look();
  assert.deepEqual([stuck, pending.length, minedBlock], [true, 2, 0n]);
  await bid(offer(1), offer(3));
  await mine();
  assert.deepEqual(await pings(), [1, 3]);
});

test("somebody else's transaction on our nonce is noticed, and the next one goes on", async (t) => {
  const account = privateKeyToAccount(generatePrivateKey());
  await anvil.client.setBalance({ address: account.address, value: 10n ** 18n });
  const { offer: bid, look, pings, states } = await setUp(t, { account, missedReceiptMs: 0 });
  await bid(offer(1));
  const serializedTransaction = await account.signTransaction({
    type: "eip1559",
    chainId: 31_337,
    nonce: 0,
    to: account.address,
    gas: 21_000n,
    maxFeePerGas: 100n * GWEI,
    maxPriorityFeePerGas: 100n * GWEI,
  });
  await anvil.client.sendRawTransaction({ serializedTransaction });
  await mine();
  for (let looks = 0; looks < 25; looks += 1) await look();
  assert.deepEqual(await states(), ["lost"]);
  await bid(offer(2));
  await mine();
  assert.deepEqual(await pings(), [2]);
});

test("nothing is bid that the account cannot pay for", async (t) => {
  const { offer: bid, look, address } = await setUp(t);
  await anvil.client.setBalance({ address, value: 1_000n });
  await bid(offer(1));
  assert.deepEqual((await look()).pending, []);
});
