// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { hexToBytes } from "viem";
import { test } from "vitest";
import { decodeManifest, encodeManifest } from "./manifest.ts";
import { formatVectors } from "./testing/formatVectors.ts";

test("the committed vectors are what this code comes to, and their manifest is read", async () => {
  const committed = JSON.parse(readFileSync("test/fixtures/format.json", "utf8"));
  assert.deepEqual(committed, await formatVectors());
  const bytes = hexToBytes(committed.manifest);
  const { contentId, root, leafCount, byteCount } = committed;
  const sizes = { leafCount: BigInt(leafCount), byteCount: BigInt(byteCount) };
  const manifest = decodeManifest({ contentId, root, generation: 0, ...sizes }, bytes);
  assert.deepEqual(encodeManifest(manifest), bytes);
});
