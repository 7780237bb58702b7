// SPDX-License-Identifier: MIT
// One viewer's side, against a peer that says what a test has it say.
import assert from "node:assert/strict";
import { zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { proofOf } from "../content/proof.ts";
import { sampleWork } from "../content/testing/sampleWork.ts";
import { Exchange } from "./exchange.ts";
import type { PeerLink } from "./peerLink.ts";
import type { PeerMessage } from "./peerMessages.ts";
import { CREDIT_BYTES, createReceiptBook } from "./receiptBook.ts";
import { UploadAllowance } from "./uploadAllowance.ts";

const { chunks, tree, content } = await sampleWork(Array.from({ length: 16 }, () => 60_000));
const chunkAt = (index: number) => ({ proof: proofOf(tree, index), bytes: chunks[index]! });
const PEER = { id: "0x01", actor: 2, key: zeroAddress } as const;
const EVERYTHING: PeerMessage = { kind: "have", at: 0, bits: Uint8Array.of(255, 255) };

function viewer({ bytesPerSec = 1e9, totalBytes = 1e9 } = {}) {
  const account = privateKeyToAccount(generatePrivateKey());
  const identity = { actor: 1, account, chainId: 1, interactionInputs: zeroAddress };
  const said: PeerMessage[] = [];
  const left: string[] = [];
  const exchange = new Exchange(content, {
    keepBytes: 1e9,
    allowance: new UploadAllowance(bytesPerSec, totalBytes, performance.now()),
    book: createReceiptBook(identity, { load: () => null, save() {} }),
    events: { onChunk() {}, onSent() {}, onSigned() {}, onLeft: (_, reason) => left.push(reason) },
  });
  const link: PeerLink & { onSaid(message: PeerMessage): void } = {
    queued: 0,
    onSaid() {},
    say(message) {
      said.push(message);
      link.onSaid(message);
    },
    send: (index, chunk) => link.say({ kind: "chunk", index, ...chunk }),
    signal() {},
    close() {},
  };
  exchange.join(PEER, link);
  const hear = (message: PeerMessage) => exchange.hear(PEER.id, message);
  const taken = new Map<number, Uint8Array>();
  const bring = (slackSec: () => number) =>
    exchange.bring(0, 15, { slackSec, take: (index, bytes) => taken.set(index, bytes) });
  return { exchange, link, hear, said, left, taken, bring };
}

test("what a peer has is asked of it, verified, and told on", async () => {
  const { link, hear, said, taken, bring } = viewer();
  link.onSaid = ({ kind, ...message }) => {
    if (kind === "ask" && "index" in message)
      void hear({ kind: "chunk", index: message.index, ...chunkAt(message.index) });
  };
  await hear(EVERYTHING);
  await bring(() => 60);
  assert.deepEqual(
    [...taken].sort(([a], [b]) => a - b),
    [...chunks.entries()],
  );
  const told = said.flatMap((message) => (message.kind === "got" ? message.index : []));
  assert.deepEqual(
    told.sort((a, b) => a - b),
    [...chunks.keys()],
  );
  assert.ok(!said.some(({ kind }) => kind === "coming"));
});

test("PEER-1: a wrong chunk, one that was not asked for, a false receipt and a flood are reasons to leave a peer for good", async () => {
  const { hear, said, taken, bring } = viewer();
  await hear(EVERYTHING);
  await assert.rejects(hear({ kind: "chunk", index: 0, ...chunkAt(0) }), /not asked for/);
  const bringing = bring(() => 60);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const asked = said.find((message) => message.kind === "ask")!;
  assert.ok(asked.kind === "ask");
  await assert.rejects(
    hear({ kind: "chunk", index: asked.index, ...chunkAt(asked.index + 1) }),
    /proved chunk/,
  );
  const receipt = { epoch: 1, operation: new Uint8Array(12), signature: new Uint8Array(64) };
  await assert.rejects(hear({ kind: "receipt", ...receipt }), /none/);
  await assert.rejects(async () => {
    for (let sent = 0; sent < 10_000; sent += 1) await hear({ kind: "got", index: 1 });
  }, /without end/);
  await bringing;
  assert.equal(taken.size, 0);
});

test("PEER-1: with little to play nobody is asked; whoever answers nothing, says no, or says that chunks are coming, is not waited for in vain", async () => {
  const { hear, said, bring, left } = viewer();
  await hear(EVERYTHING);
  await bring(() => 5);
  assert.ok(!said.some(({ kind }) => kind === "ask"));
  // silent
  await bring(() => 60);
  assert.ok(left.length > 0);

  const busy = viewer();
  busy.link.onSaid = ({ kind, ...message }) => {
    if (kind === "ask" && "index" in message) void busy.hear({ kind: "no", index: message.index });
  };
  await busy.hear(EVERYTHING);
  await busy.bring(() => 60);
  assert.equal(busy.said.at(-1)?.kind, "coming");
  assert.ok(busy.said.filter(({ kind }) => kind === "ask").length < 100);

  const liar = viewer();
  const lying = setInterval(() => void liar.hear({ kind: "coming", first: 0, count: 16 }), 100);
  await liar.bring(() => 60);
  clearInterval(lying);
  assert.deepEqual(
    liar.said.map(({ kind }) => kind),
    ["coming"],
  );
  // and while one waits, time may run out
  const late = viewer();
  let slack = 60;
  setTimeout(() => {
    slack = 4;
  }, 200);
  await late.hear({ kind: "coming", first: 0, count: 16 });
  await late.bring(() => slack);
});

test("nothing goes to a peer that is not held, above the limits, or without receipts", async () => {
  const sentBy = ({ said }: ReturnType<typeof viewer>) => said.filter(({ kind }) => kind === "chunk").length;
  const empty = viewer();
  await empty.hear({ kind: "ask", index: 0 });
  assert.deepEqual(empty.said, [{ kind: "no", index: 0 }]);
  // an edge's chunk that is not proven goes to nobody
  await empty.exchange.hold(0, { ...chunkAt(0), proof: chunkAt(1).proof });
  await empty.hear({ kind: "ask", index: 0 });
  assert.equal(sentBy(empty), 0);

  const bounded = viewer({ totalBytes: 130_000 });
  await bounded.exchange.hold(0, chunkAt(0));
  for (let ask = 0; ask < 5; ask += 1) await bounded.hear({ kind: "ask", index: 0 });
  assert.equal(sentBy(bounded), 2);

  const unpaid = viewer();
  await unpaid.exchange.hold(0, chunkAt(0));
  for (let ask = 0; ask < 200; ask += 1) await unpaid.hear({ kind: "ask", index: 0 });
  assert.equal(sentBy(unpaid), Math.ceil(CREDIT_BYTES / 60_000));
});
