// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, type Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { contentCourtAbi, contentRegistryAbi } from "../sdk/abis.generated.ts";
import { concatBytes } from "../sdk/content/merkle.ts";
import { proofOf, provenLeaf } from "../sdk/content/proof.ts";
import { receiptDigest } from "../sdk/content/receipt.ts";
import { sampleLeaves } from "../sdk/content/testing/sampleWork.ts";
import { buildTree, isWellFormed } from "../sdk/content/tree.ts";
import { registerTree } from "./testing/publishSample.ts";

// The SDK and the contracts must compute the same, or an honest edge could be slashed.

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

const isProven = (contentId: Hex, proof: Uint8Array) =>
  devchain.anvil.client.readContract({
    address: devchain.deployment.contracts.ContentRegistry,
    abi: contentRegistryAbi,
    functionName: "isProven",
    args: [contentId, bytesToHex(proof)],
  });

for (const size of [1, 3, 1_000, 1_001, 2_500]) {
  test(`contract and SDK agree on every proof of a work of ${size} chunks (CNT-1)`, async () => {
    const tree = buildTree(sampleLeaves(size, size));
    const content = await registerTree(devchain, tree);
    assert.ok(isWellFormed(content, tree));
    for (const index of new Set([0, size >> 1, size - 1])) {
      const proof = proofOf(tree, index);
      assert.equal(await isProven(content.contentId, proof), true);
      await fc.assert(
        fc.asyncProperty(fc.nat(proof.length * 8 - 1), fc.constantFrom(0, 1, 31, 32), async (bit, extra) => {
          const changed = concatBytes([proof, new Uint8Array(extra)]);
          changed[bit >> 3]! ^= 1 << (bit & 7);
          assert.equal(
            await isProven(content.contentId, changed),
            provenLeaf(content, changed) !== undefined,
          );
          const cut = proof.subarray(0, bit >> 3);
          assert.equal(await isProven(content.contentId, cut), provenLeaf(content, cut) !== undefined);
        }),
        { numRuns: 20 },
      );
    }
  });
}

test("court and SDK agree on the digest of every receipt", async () => {
  const address = devchain.deployment.contracts.ContentCourt;
  const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes));
  const receipts = fc.record({
    contentId: bytes32,
    generation: fc.nat(0xffffffff),
    index: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    length: fc.nat(0xffffffff),
    chunkHash: bytes32,
  });
  await fc.assert(
    fc.asyncProperty(receipts, async (receipt) => {
      const digest = await devchain.anvil.client.readContract({
        address,
        abi: contentCourtAbi,
        functionName: "receiptDigest",
        args: [receipt],
      });
      assert.equal(receiptDigest({ chainId: 31_337, contentCourt: address }, receipt), digest);
    }),
    { numRuns: 40 },
  );
});
