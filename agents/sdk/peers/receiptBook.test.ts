// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { NO_WORD, unpackOperation } from "../interactions/operation.ts";
import { type BookStore, CREDIT_BYTES, createReceiptBook, type PeerReceipt } from "./receiptBook.ts";

const MIB = 1_048_576;
const EPOCH = 500_000;
const person = (actor: number) => ({
  ...{ actor, account: privateKeyToAccount(generatePrivateKey()) },
  ...{ chainId: 1, interactionInputs: zeroAddress },
});
const noStore: BookStore = { load: () => null, save() {} };
const operationIn = (receipt: PeerReceipt | undefined) =>
  receipt && unpackOperation({ operation: receipt.operation, word: NO_WORD });

function books() {
  const clock = { sec: EPOCH * 3_600 };
  const [viewer, helper] = [person(1), person(2)];
  const mine = createReceiptBook(viewer, noStore, () => clock.sec);
  const theirs = createReceiptBook(helper, noStore, () => clock.sec);
  return { clock, viewer, helper, mine, theirs };
}

test("a receipt says what was received since the epoch began, and grows", async () => {
  const { viewer, helper, mine, theirs, clock } = books();
  assert.equal(await mine.received(2, MIB - 1), undefined);
  const first = await mine.received(2, 1);
  assert.deepEqual(operationIn(first), { kind: "peer", actor: 1, target: 2, slot: 0, units: 16 });
  assert.equal(first?.epoch, EPOCH);
  await mine.received(2, 65_536);
  const second = await mine.sign(2);
  assert.deepEqual(operationIn(second), { kind: "peer", actor: 1, target: 2, slot: 0, units: 17 });
  assert.equal(await mine.sign(2), undefined);
  theirs.sent(1, 2 * MIB);
  assert.ok(await theirs.accept(1, viewer.account.address, second!));
  // the older one comes late, and changes nothing
  assert.ok(await theirs.accept(1, viewer.account.address, first!));
  assert.deepEqual(theirs.kept(), [second]);
  clock.sec += 3_600;
  assert.deepEqual(theirs.kept(), []);
  assert.deepEqual(operationIn(await mine.received(2, MIB)), {
    ...{ kind: "peer", actor: 1, target: 2, slot: 0, units: 16 },
  });
  assert.ok(await theirs.accept(1, viewer.account.address, second!), "one of the last epoch is no fault");
  assert.deepEqual(theirs.kept(), []);
  void helper;
});

test("an actor signs for 8 peers an epoch, each in a slot of its own, and asks no ninth", async () => {
  const { mine, clock } = books();
  for (let peer = 10; peer < 18; peer += 1) {
    assert.ok(mine.mayAsk(peer));
    const signed = operationIn(await mine.received(peer, MIB));
    assert.ok(signed?.kind === "peer" && signed.slot === peer - 10 && signed.target === peer);
  }
  assert.ok(!mine.mayAsk(18) && mine.mayAsk(10));
  assert.equal(await mine.received(18, 5 * MIB), undefined);
  clock.sec += 3_600;
  assert.ok(mine.mayAsk(18));
});

test("A15: who signs nothing gets 4 MiB and no more, until a receipt comes", async () => {
  const { viewer, mine, theirs } = books();
  theirs.sent(1, CREDIT_BYTES - 1);
  assert.ok(theirs.maySend(1));
  theirs.sent(1, 1);
  assert.ok(!theirs.maySend(1));
  assert.ok(theirs.maySend(3));
  const receipt = await mine.received(2, CREDIT_BYTES);
  assert.ok(await theirs.accept(1, viewer.account.address, receipt!));
  assert.ok(theirs.maySend(1));
});

test("a receipt of another key, actor, peer, kind or epoch, for more than was sent, or garbled, is none", async () => {
  const { viewer, helper, mine, theirs } = books();
  const key = viewer.account.address;
  const good = (await mine.received(2, MIB))!;
  assert.ok(!(await theirs.accept(1, key, good)), "nothing was sent");
  theirs.sent(1, MIB);
  theirs.sent(7, MIB);
  assert.ok(!(await theirs.accept(1, helper.account.address, good)), "another key");
  assert.ok(!(await theirs.accept(7, key, good)), "another actor");
  assert.ok(!(await theirs.accept(1, key, (await mine.received(3, MIB))!)), "another peer");
  assert.ok(!(await theirs.accept(1, key, { ...good, epoch: EPOCH + 1 })), "another epoch");
  const flip = (hex: `0x${string}`, at: number): `0x${string}` =>
    `0x${hex.slice(2, at)}${hex[at] === "1" ? "2" : "1"}${hex.slice(at + 1)}`;
  for (let at = 2; at < 26; at += 1)
    assert.ok(
      !(await theirs.accept(1, key, { ...good, operation: flip(good.operation, at) })) ||
        theirs.kept().length === 0,
    );
  for (const signature of [flip(good.signature, 40), `0x${"00".repeat(64)}`, `0x${"ff".repeat(64)}`] as const)
    assert.ok(!(await theirs.accept(1, key, { ...good, signature })));
  assert.deepEqual(theirs.kept(), []);
  assert.ok(await theirs.accept(1, key, good));
  assert.deepEqual(theirs.kept(), [good]);
});

test("what was signed outlives a reload: never lower, and no other peer in the slot; a garbled store is an empty one", async () => {
  let text: string | null = null;
  const store: BookStore = {
    load: () => text,
    save(saved) {
      text = saved;
    },
  };
  const viewer = person(1);
  const nowSec = () => EPOCH * 3_600;
  await createReceiptBook(viewer, store, nowSec).received(2, 3 * MIB);
  const again = createReceiptBook(viewer, store, nowSec);
  assert.deepEqual(operationIn(await again.received(9, MIB)), {
    ...{ kind: "peer", actor: 1, target: 9, slot: 1, units: 16 },
  });
  assert.deepEqual(operationIn(await again.received(2, MIB)), {
    ...{ kind: "peer", actor: 1, target: 2, slot: 0, units: 64 },
  });
  for (const garbled of [
    "",
    "{}",
    "[]",
    '{"epoch":500000,"slots":[{}]}',
    '{"epoch":"x","slots":[]}',
    "null",
  ]) {
    text = garbled;
    assert.ok(createReceiptBook(viewer, store, nowSec).mayAsk(1));
  }
});
