// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { bytesToHex, type Hex, zeroAddress } from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { contentRegistryAbi } from "../abis.generated.ts";
import { approve, approveAbi } from "../chain/approve.ts";
import { confirmWrite } from "../chain/confirmWrite.ts";
import { proofOf } from "../content/proof.ts";
import { sampleWork } from "../content/testing/sampleWork.ts";
import { peopleOf, random, randomAddress } from "../testing/people.ts";
import { refusedBy } from "../testing/refusedBy.ts";
import { sendBeforeItsBlock } from "../testing/sendBeforeItsBlock.ts";
import { openStream } from "./openStream.ts";
import { rateOf } from "./rate.ts";
import { keyHashOf, viewerOf } from "./streamId.ts";

/** Code that refuses every call. */
const REFUSES_ETHER = "0x5f5ffd";
const rate = rateOf({ amountWei: 10n, perSeconds: 1 });

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
});
afterAll(() => devchain.stop());

/** A viewer with 5,000 wei, a creator, and terms of a stream between them. */
async function scene() {
  const [viewer, creator] = [await people.somebody(5_000n), await people.somebody()];
  const terms = { contentId: await people.publish(creator), rate, depositWei: 1_000n };
  const open = async (salt = 0n) => (await viewer.stream.openSync({ ...terms, salt, source: "permit" })).key;
  return { viewer, creator, terms, open };
}

describe("opening a stream", () => {
  const allowance = () => {
    const { streamToken: token, streamingProtocol: spender } = people.addresses;
    return { token, spender, amountWei: 1_000n };
  };

  test("gives the hash before the block, by the sender's own fields; the event comes with it", async () => {
    const { viewer, creator, terms } = await scene();
    const { account } = viewer;
    await approve(viewer, allowance());
    const { streamingProtocol, streamToken } = people.addresses;
    const hash = await sendBeforeItsBlock(devchain, viewer, (bare, own) =>
      openStream(bare, { ...terms, ...own, streamingProtocol, streamToken }),
    );
    const { key, receipt } = await viewer.stream.open.wait({ ...terms, hash });
    assert.deepEqual([key.payee, key.token, viewerOf(key.id)], [creator.payee, streamToken, account.address]);
    assert.equal(receipt.transactionHash, hash);
  });

  test("is simulated with the contract's own error, and nothing is sent", async () => {
    const { viewer, terms } = await scene();
    const simulated = viewer.stream.open.simulate({ ...terms, source: "prepaid" });
    await assert.rejects(simulated, refusedBy("Deposits_PrepaidTooLow"));
    assert.equal(await viewer.getTransactionCount({ address: viewer.account.address }), 0);
  });

  test("is a call of a batch, behind its approval", async () => {
    const { viewer, terms } = await scene();
    const { token: to, spender, amountWei } = allowance();
    const approval = { abi: approveAbi, functionName: "approve", args: [spender, amountWei] } as const;
    await viewer.writeContract({ ...approval, address: to });
    const { to: contract, data, value } = viewer.stream.open.call(terms);
    const hash = await viewer.sendTransaction({ to: contract, data, ...(value && { value }) });
    const { key } = await viewer.stream.open.wait({ ...terms, hash });
    assert.equal((await viewer.stream.getStream({ key })).funds, 1_000n);
    assert.throws(
      () => viewer.stream.open.call({ ...terms, source: "permit" }),
      /funded by permit.*signCall/,
    );
  });
});

describe("a batch", () => {
  test("cancels and opens in one transaction, and says what was done", async () => {
    const { viewer, terms, open } = await scene();
    const key = await open();
    const calls = [
      viewer.stream.cancel.call({ key }),
      await viewer.stream.open.signCall({ ...terms, source: "permit" }),
    ];
    const { events } = await viewer.stream.batchSync({ calls });
    assert.deepEqual(
      events.map(({ eventName }) => eventName),
      ["StreamCancelled", "StreamOpened"],
    );
    assert.equal(await viewer.stream.getStatus({ key }), "streaming");
  });

  test("with a call that fails now is not sent, unless failures are allowed", async () => {
    const { viewer, creator, open } = await scene();
    const [key, other] = [await open(), await open(1n)];
    const calls = [creator.stream.pause.call({ key }), creator.stream.cancel.call({ key: other })];
    await assert.rejects(creator.stream.batchSync({ calls }), refusedBy("Streams_NotViewer"));
    await assert.rejects(creator.stream.batch.simulate({ calls }), refusedBy("Streams_NotViewer"));
    const call = creator.stream.batch.call({ calls });
    await assert.rejects(creator.forwarder.signRequest({ call }), refusedBy("Streams_NotViewer"));
    const { events } = await creator.stream.batchSync({ calls, allowFailure: true });
    const [done, ...more] = events;
    assert.ok(done?.eventName === "StreamCancelled");
    assert.deepEqual([done.args.keyHash, more], [keyHashOf(other), []]);
    assert.equal(await viewer.stream.getStatus({ key }), "streaming");
  });

  test("has gas for a call that needs more than the least share", async () => {
    const { creator, open } = await scene();
    const ids: Hex[] = [];
    for (let salt = 0n; salt < 5n; salt += 1n) ids.push((await open(salt)).id);
    await people.pass(10);
    const many = Array.from({ length: 200 }, (_, at) => ids[at % ids.length]!);
    const calls = [creator.stream.withdrawMany.call({ payee: creator.payee, ids: many })];
    await assert.rejects(
      creator.stream.batchSync({ calls, gas: 420_000n }),
      /without a reason.*higher `gas`/,
    );
    const twice = [...calls, ...calls];
    const call = creator.stream.batch.call({ calls: twice });
    const request = await creator.forwarder.signRequest({ call });
    const hash = await (await people.somebody()).forwarder.execute({ request });
    const forwarded = await creator.stream.batch.wait({ calls: twice, hash });
    assert.equal(forwarded.events.length, 400);
    const { events } = await creator.stream.batchSync({ calls });
    assert.equal(events.filter(({ eventName }) => eventName === "Withdrawn").length, 200);
  });

  test("takes no call of another contract, and none with ETH", async () => {
    const { viewer } = await scene();
    const contract = "streamingProtocol";
    for (const call of [
      viewer.prepaid.prepay.call({ contract: "streamPools", amountWei: 1n }),
      viewer.prepaid.prepay.call({ contract, token: zeroAddress, amountWei: 1n }),
    ])
      await assert.rejects(viewer.stream.batch({ calls: [call] }), /prepay cannot be in a batch/);
  });
});

describe("a signed request", () => {
  test("opens a stream for a viewer without ETH, once", async () => {
    const { viewer, terms } = await scene();
    const { address } = viewer.account;
    const relayer = await people.somebody();
    await devchain.anvil.client.setBalance({ address, value: 0n });
    const signed = { ...terms, source: "permit" } as const;
    const request = await viewer.forwarder.signRequest({ call: await viewer.stream.open.signCall(signed) });
    assert.equal(await relayer.forwarder.verify({ request }), true);
    const hash = await relayer.forwarder.execute({ request });
    const { key } = await viewer.stream.open.wait({ ...signed, hash });
    assert.equal(viewerOf(key.id), address);
    assert.equal(await people.balanceOf(viewer), 4_000n);
    assert.equal(await viewer.getBalance({ address }), 0n);

    assert.equal(await viewer.forwarder.getNonce({ owner: address }), 1n);
    assert.equal(await relayer.forwarder.verify({ request }), false);
    await assert.rejects(relayer.forwarder.execute({ request }), refusedBy("ERC2771ForwarderInvalidSigner"));
  });

  test("is refused when it is changed, or too old", async () => {
    const { viewer, open } = await scene();
    const key = await open();
    const relayer = await people.somebody();
    const call = viewer.stream.pause.call({ key });
    const request = await viewer.forwarder.signRequest({ call });
    const changed = { ...request, data: viewer.stream.cancel.call({ key }).data };
    await assert.rejects(
      relayer.forwarder.execute({ request: changed }),
      refusedBy("ERC2771ForwarderInvalidSigner"),
    );
    const old = await viewer.forwarder.signRequest({ call, deadline: 1n });
    await assert.rejects(
      relayer.forwarder.execute({ request: old }),
      refusedBy("ERC2771ForwarderExpiredRequest"),
    );
  });

  test("is not made of a call that the contract refuses, or of another contract", async () => {
    const { creator, open } = await scene();
    const key = await open();
    await assert.rejects(
      creator.forwarder.signRequest({ call: creator.stream.pause.call({ key }) }),
      refusedBy("Streams_NotViewer"),
    );
    const pool = { contentId: random(32), payee: key.payee, token: key.token };
    await assert.rejects(
      creator.forwarder.signRequest({ call: creator.pool.leave.call({ key: pool }) }),
      /leavePool cannot be forwarded: .* does not trust the forwarder/,
    );
  });

  test("goes with others, and its failure stops none", async () => {
    const { viewer, open } = await scene();
    const [first, second] = [await open(), await open(1n)];
    const relayer = await people.somebody();
    const requests = [
      await viewer.forwarder.signRequest({ call: viewer.stream.pause.call({ key: first }) }),
      await viewer.forwarder.signRequest({
        call: viewer.stream.batch.call({ calls: [viewer.stream.pause.call({ key: second })] }),
        requestNonce: 1n,
      }),
    ];
    await viewer.stream.pauseSync({ key: first });
    const { executed } = await relayer.forwarder.executeBatchSync({ requests });
    const signer = viewer.account.address;
    assert.deepEqual(executed, [
      { signer, requestNonce: 0n, success: false },
      { signer, requestNonce: 1n, success: true },
    ]);
    assert.equal(await viewer.stream.getStatus({ key: second }), "paused");
  });
});

test("what a payee refuses waits as owed, and the payee takes it elsewhere", async () => {
  const { viewer, creator, terms } = await scene();
  const { client } = devchain.anvil;
  const eth = { contract: "streamingProtocol", token: zeroAddress } as const;
  const prepaid: bigint[] = [];
  const seen = Promise.withResolvers<void>();
  const unwatch = viewer.prepaid.watchPrepaid({
    contract: "streamingProtocol",
    args: { owner: viewer.account.address },
    onEvent: ({ received }) => {
      prepaid.push(received);
      seen.resolve();
    },
  });
  await viewer.prepaid.prepaySync({ ...eth, amountWei: 1_000n });
  await seen.promise;
  unwatch();
  assert.deepEqual(prepaid, [1_000n]);

  const { key } = await viewer.stream.openSync({ ...terms, token: zeroAddress, source: "prepaid" });
  await people.pass(200);
  await client.setCode({ address: creator.account.address, bytecode: REFUSES_ETHER });
  await viewer.stream.withdrawSync({ key });
  await client.setCode({ address: creator.account.address, bytecode: "0x" });
  assert.equal(await viewer.prepaid.getOwed({ ...eth, payee: creator.payee }), 1_000n);
  const to = randomAddress();
  const { paidWei, stillOwedWei } = await creator.prepaid.payOutToSync({ ...eth, to });
  assert.deepEqual([paidWei, stillOwedWei], [1_000n, 0n]);
  assert.equal(await viewer.getBalance({ address: to }), 1_000n);
});

test("a payee makes its stream a position", async () => {
  const { viewer, creator, open } = await scene();
  const key = await open();
  await assert.rejects(viewer.stream.mintPosition({ key }), refusedBy("Streams_NotHolder"));
  const { positionId } = await creator.stream.mintPositionSync({ key });
  assert.equal(positionId, await viewer.stream.getPositionId({ key }));
  const { token, total } = await viewer.stream.getPositionFacts({ positionId });
  assert.deepEqual([token, total], [key.token, 1_000n]);
});

test("a chunk is verified on chain against the content's root", async () => {
  const creator = await people.somebody();
  const { tree } = await sampleWork([10, 20]);
  const { checkpointsRoot, byteCount } = tree;
  const { event } = await confirmWrite(creator, {
    abi: contentRegistryAbi,
    address: people.addresses.contentRegistry,
    functionName: "register",
    args: [random(32), creator.payee, 1n, 2n, byteCount, bytesToHex(checkpointsRoot)],
    eventName: "ContentRegistered",
  });
  const { contentId } = event;
  const proof = bytesToHex(proofOf(tree, 1));
  assert.equal((await creator.stream.verifyContentSync({ contentId, proof })).isValid, true);
  const foreign = bytesToHex(proofOf((await sampleWork([10, 20], 5)).tree, 1));
  assert.equal((await creator.stream.verifyContentSync({ contentId, proof: foreign })).isValid, false);
});
