// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  encodeAbiParameters,
  keccak256,
  maxUint256,
  parseAbiParameters,
  parseEther,
  zeroAddress,
} from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { streamingProtocolAbi, streamPoolsAbi } from "../abis.generated.ts";
import { payeeOfSplit } from "../chain/payee.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { dayOf, poolIdOf, seatPrice } from "../pools/pool.ts";
import { peopleOf, random, randomAddress } from "../testing/people.ts";
import { accruedAt, depletionTimeOf, refundableAt, statusOfStream, unspentAt } from "./accrued.ts";
import { getStream } from "./getStream.ts";
import { assertRate, depositOver, flowOver, type Rate, rateOf } from "./rate.ts";
import type { StreamKey } from "./stream.ts";
import { keyHashOf, streamIdOf, viewerOf } from "./streamId.ts";

const STATUS = ["none", "streaming", "paused", "depleted"];
const HOUR = 3_600;

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
});
afterAll(() => devchain.stop());

const protocol = () => ({ abi: streamingProtocolAbi, address: people.addresses.streamingProtocol }) as const;

async function openOne(rate = rateOf({ amountWei: parseEther("1"), perSeconds: HOUR })) {
  const [viewer, creator] = [await people.somebody(parseEther("10")), await people.somebody()];
  const contentId = await people.publish(creator);
  const opened = await viewer.stream.openSync({ contentId, rate, depositWei: parseEther("1") });
  return { ...opened, contentId, viewer, creator, rate };
}

/** Holds the arithmetic to the contract's views at the latest block. */
async function agrees(key: StreamKey) {
  const { client } = devchain.anvil;
  const { number: blockNumber, timestamp } = await client.getBlock();
  const views = ["accruedOf", "refundableOf", "unspentOf", "depletionTimeOf"] as const;
  const [accrued, refundable, unspent, depletion] = await Promise.all(
    views.map((functionName) =>
      client.readContract({ ...protocol(), functionName, args: [key], blockNumber }),
    ),
  );
  const status = await client.readContract({
    ...protocol(),
    functionName: "statusOf",
    args: [key],
    blockNumber,
  });
  const { streamingProtocol } = people.addresses;
  const stream = await getStream(client, { streamingProtocol, key, blockNumber });
  const time = Number(timestamp);
  assert.equal(accruedAt(stream, time), accrued);
  assert.equal(refundableAt(stream, time), refundable);
  assert.equal(unspentAt(stream, time), unspent);
  assert.equal(depletionTimeOf(stream, time), Number(depletion));
  assert.equal(statusOfStream(stream, time), STATUS[status]);
  return statusOfStream(stream, time);
}

test("ids are the contract's, for 50 random streams and pools", async () => {
  const { client } = devchain.anvil;
  for (let i = 0; i < 50; i++) {
    const [viewer, opener, contentId, salt] = [
      randomAddress(),
      randomAddress(),
      random(32),
      BigInt(random(8)),
    ];
    const id = streamIdOf({ viewer, opener, contentId, salt });
    const args = [viewer, opener, contentId, salt] as const;
    assert.equal(await client.readContract({ ...protocol(), functionName: "streamIdOf", args }), id);
    assert.equal(viewerOf(id), viewer);
    const key = { id, payee: random(32), token: randomAddress() };
    const positionId = await client.readContract({
      ...protocol(),
      functionName: "positionIdOf",
      args: [key],
    });
    const first = encodeAbiParameters(parseAbiParameters("bytes32, uint256"), [keyHashOf(key), 0n]);
    assert.equal(BigInt(keccak256(first)), positionId);
    const pool = { contentId, payee: key.payee, token: key.token };
    const poolId = await client.readContract({
      abi: streamPoolsAbi,
      address: people.addresses.streamPools,
      functionName: "poolIdOf",
      args: [pool],
    });
    assert.equal(poolIdOf(pool), poolId);
  }
});

test("what accrues is what the contract says, at random times through a stream's life", async () => {
  const { key, viewer } = await openOne();
  const seen = new Set<string>();
  const look = async (seconds: number) => {
    await people.pass(seconds);
    seen.add(await agrees(key));
  };
  const some = () => 1 + Math.floor(Math.random() * 200);
  for (let i = 0; i < 5; i++) await look(some());
  await viewer.stream.setRateSync({
    key,
    rate: rateOf({ amountWei: parseEther("3.33"), perSeconds: 10_007 }),
  });
  await look(some());
  await viewer.stream.pauseSync({ key });
  await look(some());
  await viewer.stream.setRateSync({ key, rate: assertRate(77_777n) });
  await look(some());
  await viewer.stream.resumeSync({ key });
  await look(some());
  await viewer.stream.setRateSync({ key, rate: rateOf({ amountWei: parseEther("1"), perSeconds: 60 }) });
  await look(some());
  await look(HOUR);
  await viewer.stream.topUpSync({ key, amountWei: parseEther("1") });
  await look(7);
  await viewer.stream.cancelSync({ key });
  await look(some());
  assert.deepEqual([...seen].sort(), [...STATUS].sort());
});

describe("a stream refuses", () => {
  test("to open for a work that nobody registered", async () => {
    const viewer = await people.somebody(10n);
    const terms = { contentId: random(32), rate: assertRate(65_536n), depositWei: 10n };
    await assert.rejects(viewer.stream.openSync(terms), /ContentRegistry_Unknown/);
  });

  test("to open for who cannot pay for it", async () => {
    const [viewer, creator] = [await people.somebody(9n), await people.somebody()];
    const terms = { contentId: await people.publish(creator), rate: assertRate(65_536n), depositWei: 10n };
    await assert.rejects(viewer.stream.openSync(terms), /has 9 wei of the token .* needs 10/);
  });

  test("to open twice while it runs", async () => {
    const { viewer, contentId, rate } = await openOne();
    const again = { contentId, rate, depositWei: 1_000n };
    await assert.rejects(viewer.stream.openSync(again), /Streams_AlreadyOpen/);
    await viewer.stream.openSync({ ...again, salt: 1n });
  });

  test("to open without funds, or without a rate", async () => {
    const { viewer, contentId, rate } = await openOne();
    await assert.rejects(
      viewer.stream.openSync({ contentId, rate, depositWei: 0n, salt: 2n }),
      /Streams_DepositZero/,
    );
    await assert.rejects(
      viewer.stream.openSync({ contentId, rate: 0n as Rate, depositWei: 1n, salt: 2n }),
      /Streams_RateZero/,
    );
  });

  test("to be changed by anybody but its viewer", async () => {
    const { key, creator } = await openOne();
    const thief = await people.somebody();
    for (const attempt of [
      () => creator.stream.pauseSync({ key }),
      () => creator.stream.resumeSync({ key }),
      () => creator.stream.refundSync({ key }),
      () => creator.stream.setRateSync({ key, rate: assertRate(1n) }),
    ]) {
      await assert.rejects(attempt(), /Streams_NotViewer/);
    }
    await assert.rejects(thief.stream.cancelSync({ key }), /Streams_NotHolder/);
    await assert.rejects(thief.stream.withdrawSync({ key, to: thief.account.address }), /Streams_NotHolder/);
  });

  test("to pause twice, or to resume what flows", async () => {
    const { key, viewer } = await openOne();
    await assert.rejects(viewer.stream.resumeSync({ key }), /Streams_NotPaused/);
    await viewer.stream.pauseSync({ key });
    await assert.rejects(viewer.stream.pauseSync({ key }), /Streams_NotStreaming/);
  });

  test("to pay or take more once it is cancelled", async () => {
    const { key, viewer } = await openOne();
    await viewer.stream.cancelSync({ key });
    await assert.rejects(viewer.stream.withdrawSync({ key }), /Streams_NotOpen/);
    await assert.rejects(viewer.stream.topUpSync({ key, amountWei: 1n }), /Streams_NotOpen/);
  });

  test("to pay what has not accrued", async () => {
    const { key, creator } = await openOne();
    const payment = { creator: creator.account.address, streamId: key.id, amountWei: parseEther("1") };
    await assert.rejects(creator.stream.processPaymentSync(payment), /Streams_AmountNotAccrued/);
  });
});

test("what a viewer pays, withdrawn, changed and cancelled, is what the creator has, to the wei", async () => {
  const { key, viewer, creator, rate } = await openOne();
  const openedAt = Number((await devchain.anvil.client.getBlock()).timestamp);
  await people.pass(100);
  const { amountWei } = await viewer.stream.withdrawSync({ key });
  assert.equal(await people.balanceOf(creator), amountWei);
  const { paidWei: before } = await viewer.stream.setRateSync({ key, rate: assertRate(rate * 2n) });
  const { refundedWei: part } = await viewer.stream.refundSync({ key, amountWei: parseEther("0.1") });
  assert.equal(part, parseEther("0.1"));
  await assert.rejects(viewer.stream.refundSync({ key, amountWei: parseEther("1") }), /Streams_AboveUnspent/);
  const { paidWei, refundedWei } = await viewer.stream.cancelSync({ key });
  assert.equal(amountWei + before + part + paidWei + refundedWei, parseEther("1"));
  assert.equal(await people.balanceOf(creator), amountWei + before + paidWei);
  assert.equal(await people.balanceOf(viewer), parseEther("9") + part + refundedWei);
  const { timestamp } = await devchain.anvil.client.getBlock();
  assert.ok((await people.balanceOf(creator)) >= flowOver(rate, Number(timestamp) - openedAt));
});

test("initiateStream takes duration × rate, and processPayment pays all that has accrued", async () => {
  const [viewer, creator] = [await people.somebody(600n), await people.somebody()];
  const contentId = await people.publish(creator);
  const { key } = await viewer.stream.initiateSync({ contentId, durationSec: 60, ratePerSecondWei: 10n });
  assert.equal(key.id, streamIdOf({ viewer: viewer.account.address, contentId }));
  assert.deepEqual(key.payee, creator.payee);
  assert.equal(await people.balanceOf(viewer), 0n);
  await people.pass(60);
  await viewer.stream.processPaymentSync({ creator: creator.account.address, streamId: key.id });
  assert.equal(await people.balanceOf(creator), 600n);
});

test("a creator takes many streams at once, elsewhere if they like; one that is over stops no other", async () => {
  const creator = await people.somebody();
  const contentId = await people.publish(creator);
  const rate = rateOf({ amountWei: 10n, perSeconds: 1 });
  const keys: StreamKey[] = [];
  for (let i = 0; i < 3; i++) {
    const viewer = await people.somebody(1_000n);
    keys.push((await viewer.stream.openSync({ contentId, rate, depositWei: 1_000n })).key);
    if (i === 1) await viewer.stream.cancelSync({ key: keys[1]! });
  }
  await people.pass(200);
  const before = await people.balanceOf(creator);
  const ids = keys.map(({ id }) => id);
  const { amountWei } = await creator.stream.withdrawManySync({ payee: creator.payee, ids });
  assert.equal(amountWei, 2_000n);
  assert.equal(await people.balanceOf(creator), before + 2_000n);

  const viewer = await people.somebody(1_000n);
  const { key } = await viewer.stream.openSync({ contentId, rate, depositWei: 1_000n });
  await people.pass(200);
  const to = randomAddress();
  assert.equal((await creator.stream.withdrawSync({ key, to })).amountWei, 1_000n);
  assert.equal(await devchain.balanceOf(to), 1_000n);
});

test("a stream in ETH flows out of what was prepaid", async () => {
  const [viewer, creator] = [await people.somebody(), await people.somebody()];
  const contentId = await people.publish(creator);
  const rate = rateOf({ amountWei: 10n, perSeconds: 1 });
  const terms = { contentId, rate, token: zeroAddress, depositWei: 500n, source: "prepaid" } as const;
  await assert.rejects(viewer.stream.openSync(terms), /Deposits_PrepaidTooLow/);
  await viewer.prepaid.prepaySync({ contract: "streamingProtocol", token: zeroAddress, amountWei: 500n });
  const { key } = await viewer.stream.openSync(terms);
  await people.pass(50);
  const before = await viewer.getBalance({ address: creator.account.address });
  await viewer.stream.withdrawSync({ key });
  assert.equal(await viewer.getBalance({ address: creator.account.address }), before + 500n);
});

describe("a pool", () => {
  async function scene() {
    const [viewer, creator] = [await people.somebody(parseEther("10")), await people.somebody()];
    const contentId = await people.publish(creator);
    const key = { contentId, payee: creator.payee, token: people.addresses.streamToken };
    const today = dayOf(Number((await devchain.anvil.client.getBlock()).timestamp));
    return { viewer, creator, key, today, rate: rateOf({ amountWei: parseEther("1"), perSeconds: 1e6 }) };
  }

  test("refuses a day that is over or too far, a second seat, and to give up none", async () => {
    const { viewer, key, today, rate } = await scene();
    await assert.rejects(viewer.pool.joinSync({ key, rate, lastDay: today - 1 }), InvalidInput);
    const slow = rateOf({ amountWei: 1n, perSeconds: 1 });
    const tooFar = { key, rate: slow, lastDay: today + 366 };
    await assert.rejects(viewer.pool.joinSync(tooFar), /StreamPools_DayOutOfRange/);
    await assert.rejects(viewer.pool.leaveSync({ key }), /StreamPools_NotSeated/);
    const split = { ...key, payee: payeeOfSplit(99n) };
    await assert.rejects(viewer.pool.joinSync({ key: split, rate, lastDay: today }), /Payouts_PayeeInvalid/);
    await viewer.pool.joinSync({ key, rate, lastDay: today + 1 });
    await assert.rejects(
      viewer.pool.joinSync({ key, rate, lastDay: today + 1 }),
      /StreamPools_AlreadySeated/,
    );
  });

  test("sells a seat at its price, shows it, and gives back what it has not cost", async () => {
    const { viewer, creator, key, today, rate } = await scene();
    const { poolId, endsAt } = await viewer.pool.joinSync({ key, rate, lastDay: today + 1 });
    assert.equal(poolId, poolIdOf(key));
    const { timestamp } = await devchain.anvil.client.getBlock();
    const price = seatPrice({ rate, lastDay: today + 1, timeSec: Number(timestamp) });
    assert.equal(await people.balanceOf(viewer), parseEther("10") - price);
    assert.equal(endsAt, (today + 2) * 86_400);

    await people.pass(1_000);
    const { seat, ...pool } = await viewer.pool.getPool({ key, viewer: viewer.account.address });
    assert.deepEqual(seat, { rate, endsAt });
    assert.equal(pool.rate, rate);
    assert.ok(pool.collectableWei >= flowOver(rate, 1_000));
    assert.deepEqual((await viewer.pool.getPool({ key })).seat, { rate: 0n as Rate, endsAt: 0 });

    const { amountWei } = await viewer.pool.collectSync({ key });
    assert.equal(await people.balanceOf(creator), amountWei);
    const { refundedWei } = await viewer.pool.leaveSync({ key });
    const last = await viewer.pool.collectSync({ key });
    assert.equal(amountWei + refundedWei + last.amountWei, price);
  });

  test("can be joined out of what was prepaid", async () => {
    const { viewer, key, today, rate } = await scene();
    const { streamToken: token } = people.addresses;
    const contract = "streamPools";
    const owner = viewer.account.address;
    await viewer.prepaid.prepaySync({ contract, amountWei: parseEther("1") });
    await viewer.pool.joinSync({ key, rate, lastDay: today, source: "prepaid" });
    const left = await viewer.prepaid.getPrepaid({ contract, owner });
    assert.ok(left < parseEther("1"));
    await assert.rejects(
      viewer.prepaid.withdrawSync({ contract, amountWei: maxUint256 }),
      /Deposits_PrepaidTooLow/,
    );
    await viewer.prepaid.withdrawSync({ contract, token, amountWei: left });
    assert.equal(await viewer.prepaid.getPrepaid({ contract, owner }), 0n);
  });
});

test("what a deposit for a time pays in that time is all of it, but for a wei", async () => {
  const rate = rateOf({ amountWei: 1_000_003n, perSeconds: 977 });
  const depositWei = depositOver(rate, 500);
  const [viewer, creator] = [await people.somebody(depositWei), await people.somebody()];
  const contentId = await people.publish(creator);
  const { key } = await viewer.stream.openSync({ contentId, rate, depositWei });
  await people.pass(500);
  assert.ok(depositWei - (await viewer.stream.withdrawSync({ key })).amountWei <= 1n);
});

describe("a write has gas for the second it is mined in, not for the one it was estimated in", () => {
  /** The next block is mined `seconds` after the latest, whatever the clock says. */
  async function minedAfter(seconds: number) {
    const { client } = devchain.anvil;
    const { timestamp } = await client.getBlock();
    await client.setNextBlockTimestamp({ timestamp: timestamp + BigInt(seconds) });
  }

  for (const seconds of [1, 12, 2 * HOUR]) {
    test(`${seconds} s later`, async () => {
      const { key, viewer, creator } = await openOne();
      await minedAfter(seconds);
      await viewer.stream.withdrawSync({ key });
      await minedAfter(seconds);
      await creator.stream.withdrawSync({ key });
      const other = await openOne();
      await minedAfter(seconds);
      await other.viewer.stream.cancelSync({ key: other.key });
    });
  }
});
