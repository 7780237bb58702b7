// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import {
  type Hex,
  parseSignature,
  serializeCompactSignature,
  serializeSignature,
  signatureToCompactSignature,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { type ChunkReceipt, recoverEdge, signReceipt } from "./receipt.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const account = privateKeyToAccount(generatePrivateKey());
const court = { chainId: 31_337, contentCourt: `0x${"11".repeat(20)}` } as const;
const receipt: ChunkReceipt = {
  contentId: `0x${"aa".repeat(32)}`,
  generation: 0,
  index: 7n,
  length: 65_536,
  chunkHash: `0x${"bb".repeat(32)}`,
};

test("a receipt names its signer", async () => {
  const signature = await signReceipt(account, court, receipt);
  assert.equal(await recoverEdge(court, receipt, signature), account.address);
});

test("a receipt with any field changed, or before another court, names somebody else", async () => {
  const signature = await signReceipt(account, court, receipt);
  const changed: ChunkReceipt[] = [
    { ...receipt, contentId: `0x${"ab".repeat(32)}` },
    { ...receipt, generation: 1 },
    { ...receipt, index: 8n },
    { ...receipt, length: 65_535 },
    { ...receipt, chunkHash: `0x${"bc".repeat(32)}` },
  ];
  for (const other of changed) assert.notEqual(await recoverEdge(court, other, signature), account.address);
  for (const other of [
    { ...court, chainId: 1 },
    { ...court, contentCourt: `0x${"12".repeat(20)}` as const },
  ]) {
    assert.notEqual(await recoverEdge(other, receipt, signature), account.address);
  }
});

test("a signature in another form than the court takes names nobody", async () => {
  const signature = await signReceipt(account, court, receipt);
  const parsed = parseSignature(signature);
  const highS = serializeSignature({
    r: parsed.r,
    s: `0x${(ORDER - BigInt(parsed.s)).toString(16).padStart(64, "0")}`,
    yParity: 1 - parsed.yParity,
  });
  const zeroV = `${signature.slice(0, -2)}0${parsed.yParity}` as Hex;
  const compact = serializeCompactSignature(signatureToCompactSignature(parsed));
  for (const other of [
    highS,
    zeroV,
    compact,
    "0x",
    `${signature}00`,
    `0x${"00".repeat(65)}`,
    `0x${"ff".repeat(65)}`,
  ]) {
    assert.equal(await recoverEdge(court, receipt, other as Hex), undefined, other);
  }
});
