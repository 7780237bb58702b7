// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { proofOf } from "../content/proof.ts";
import { sampleWork } from "../content/testing/sampleWork.ts";
import { HeldChunks } from "./heldChunks.ts";

const { chunks, tree, content } = await sampleWork([100, 100, 100, 90]);
const chunkAt = (index: number) => ({ proof: proofOf(tree, index), bytes: chunks[index]! });

test("nothing is held, and so nothing can be sent, that is not the work's, in its place, by a whole path", async () => {
  const held = new HeldChunks(content, 1e6);
  const { proof, bytes } = chunkAt(1);
  for (const bad of [
    { proof, bytes: bytes.with(0, bytes[0]! ^ 1) },
    { proof, bytes: bytes.subarray(1) },
    { proof: proof.with(-1, proof.at(-1)! ^ 1), bytes },
    { proof: proof.slice(0, -32), bytes },
    { proof: new Uint8Array(), bytes },
    chunkAt(2),
  ])
    await assert.rejects(held.add(1, bad), { name: "BadAnswerError", isLie: true });
  assert.equal(held.get(1), undefined);
  await held.add(1, chunkAt(1));
  assert.deepEqual(held.get(1), chunkAt(1));
});

test("what is held is bounded: the oldest goes, and is named", async () => {
  const held = new HeldChunks(content, 250);
  assert.deepEqual(await held.add(2, chunkAt(2)), []);
  assert.deepEqual(await held.add(0, chunkAt(0)), []);
  assert.deepEqual(await held.add(0, chunkAt(0)), []);
  assert.deepEqual(await held.add(1, chunkAt(1)), [2]);
  assert.equal(held.get(2), undefined);
  assert.ok(held.get(0) && held.get(1));
  const tight = new HeldChunks(content, 1);
  await tight.add(0, chunkAt(0));
  assert.deepEqual(await tight.add(1, chunkAt(1)), [0]);
});
