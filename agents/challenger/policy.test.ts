// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, type Hex, pad, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { sha256 } from "../sdk/content/leaf.ts";
import { proofOf } from "../sdk/content/proof.ts";
import { signReceipt } from "../sdk/content/receipt.ts";
import { sampleWork } from "../sdk/content/testing/sampleWork.ts";
import { shuffled } from "./permutation.ts";
import { judgeAnswer, planAudits, SAMPLES_PER_ROUND, shouldSlash } from "./policy.ts";

const seed = pad("0x5eed");
const edgeOf = (number: number) => ({ operator: pad(toHex(number), { size: 20 }), endpoint: "http://edge" });
const contentOf = (number: number, leafCount: number) => ({ contentId: pad(toHex(number)), leafCount });

test("a shuffle puts every position somewhere else, whatever the size", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 700 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (size, key) => {
        const places = Array.from({ length: size }, (_, position) => shuffled(key, size, position));
        assert.deepEqual(
          places.toSorted((a, b) => a - b),
          Array.from({ length: size }, (_, at) => at),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test("every chunk of a work is asked for before one is asked for again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (leafCount) => {
      const view = { edges: [edgeOf(1)], contents: [contentOf(1, leafCount)] };
      const samples = Math.min(leafCount, SAMPLES_PER_ROUND);
      const rounds = Math.floor(leafCount / samples);
      const asked = Array.from(
        { length: rounds },
        (_, round) => planAudits(view, round, seed)[0]!.indices,
      ).flat();
      assert.equal(asked.length, rounds * samples);
      assert.equal(new Set(asked).size, asked.length);
      assert.ok(asked.every((index) => index >= 0 && index < leafCount));
      const rest = planAudits(view, rounds, seed)[0]!.indices;
      assert.equal(new Set([...asked, ...rest]).size, leafCount);
    }),
    { numRuns: 60 },
  );
});

test("every edge is asked for every work, the same after a restart, and in an order of its own", () => {
  const view = {
    edges: [edgeOf(1), edgeOf(2)],
    contents: [contentOf(1, 500), contentOf(2, 500), contentOf(3, 4)],
  };
  const plans = planAudits(view, 3, seed);
  assert.equal(plans.length, 6);
  assert.deepEqual(planAudits(view, 3, seed), plans);
  const orders = plans.filter(({ indices }) => indices.length === 10).map(({ indices }) => indices.join());
  assert.equal(new Set(orders).size, 4);
  assert.notDeepEqual(planAudits(view, 3, pad("0x5eee")), plans);
  assert.deepEqual(plans[2]!.indices.toSorted(), [0, 1, 2, 3]);
});

const account = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const edge = { operator: account.address, endpoint: "http://edge" };
const court = { chainId: 31_337, contentCourt: pad("0xc0", { size: 20 }) };
const { chunks, tree, content } = await sampleWork([40, 2_000, 2_000]);

async function receiptFor(bytes: Uint8Array, index: number, by = account): Promise<Hex> {
  const chunkHash = bytesToHex(await sha256(bytes));
  const { contentId, generation } = content;
  return signReceipt(by, court, {
    contentId,
    generation,
    index: BigInt(index),
    length: bytes.length,
    chunkHash,
  });
}

const flipped = chunks[1]!.slice();
flipped[9]! ^= 1;
const proof = proofOf(tree, 1);
const judge = (bytes: Uint8Array, signature: Hex, withProof = proof) =>
  judgeAnswer(edge, content, tree, 1, { bytes, proof: withProof, signature }, court);

test("the chunk with its proof and receipt is true", async () => {
  assert.deepEqual(await judge(chunks[1]!, await receiptFor(chunks[1]!, 1)), { outcome: "true" });
});

test("other bytes under the edge's own receipt for them are wrong, with what the court needs", async () => {
  for (const bytes of [flipped, chunks[2]!, chunks[1]!.slice(1), new Uint8Array(0), new Uint8Array(65_536)]) {
    const signature = await receiptFor(bytes, 1);
    const { outcome, evidence } = await judge(bytes, signature, new Uint8Array(0));
    assert.equal(outcome, "wrong");
    assert.deepEqual(
      [evidence?.operator, evidence?.signature, evidence?.proof],
      [edge.operator, signature, bytesToHex(proof)],
    );
    assert.deepEqual([evidence?.receipt.index, evidence?.receipt.length], [1n, bytes.length]);
  }
});

test("a receipt for a chunk beyond the last is a lie, whatever the bytes", async () => {
  for (const index of [3, 4, 1_000_000]) {
    const signature = await receiptFor(flipped, index);
    const answer = { bytes: flipped, proof, signature };
    const { outcome, evidence } = await judgeAnswer(edge, content, tree, index, answer, court);
    assert.deepEqual([outcome, evidence?.proof, evidence?.receipt.index], ["wrong", "0x", BigInt(index)]);
    const foreign = { ...answer, signature: await receiptFor(flipped, index, stranger) };
    assert.deepEqual(await judgeAnswer(edge, content, tree, index, foreign, court), { outcome: "unproven" });
  }
});

test("without the edge's own receipt for just these bytes, no answer is evidence", async () => {
  const signatures = [
    await receiptFor(flipped, 1, stranger),
    await receiptFor(chunks[1]!, 1),
    await receiptFor(flipped, 2),
    `0x${"01".repeat(65)}` as const,
    "0x" as const,
  ];
  for (const signature of signatures)
    assert.deepEqual(await judge(flipped, signature), { outcome: "unproven" });
});

test("a true chunk with a proof that is not good is unproven", async () => {
  const signature = await receiptFor(chunks[1]!, 1);
  for (const bad of [new Uint8Array(0), proofOf(tree, 2), proof.slice(0, -32)]) {
    assert.deepEqual(await judge(chunks[1]!, signature, bad), { outcome: "unproven" });
  }
});

test("only an edge that has a bond is slashed", () => {
  assert.ok(shouldSlash({ role: 1, bond: 1n }));
  assert.ok(!shouldSlash({ role: 1, bond: 0n }));
  assert.ok(!shouldSlash({ role: 0, bond: 0n }));
  assert.ok(!shouldSlash({ role: 5, bond: 1n }));
});
