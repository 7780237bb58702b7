// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChunkLeaf, hashChunk } from "../../../sdk/content/leaf.ts";

const self = globalThis as unknown as {
  onmessage: (event: { data: { index: number; bytes: Uint8Array } }) => void;
  postMessage(leaf: ChunkLeaf): void;
};

self.onmessage = async ({ data: { index, bytes } }) => self.postMessage(await hashChunk(index, bytes));
