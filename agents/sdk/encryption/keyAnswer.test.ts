// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { bytesToHex, hashTypedData, hexToBytes, recoverTypedDataAddress, size, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { ANSWER_BYTES, decodeAnswer, encodeAnswer } from "./keyAnswer.ts";
import { type KeyRequest, keyRequestBody, keyRequestTypedData } from "./keyRequest.ts";

const word = 2n ** 256n - 1n;

test("an answer has 198 bytes, and is read as it was; no other length is an answer", () => {
  const signature = bytesToHex(sampleBytes(65, 1));
  for (const answer of [
    { epoch: 0xffff_ffff, index: 255, result: { x: word, y: 0n }, challenge: 1n, response: word, signature },
    { epoch: 0, index: 0, result: { x: 0n, y: 7n }, challenge: 0n, response: 2n ** 255n, signature },
  ]) {
    const bytes = encodeAnswer(answer);
    assert.equal(bytes.length, 198);
    assert.deepEqual(decodeAnswer(bytes), answer);
    // within a larger buffer too
    assert.deepEqual(decodeAnswer(Uint8Array.of(9, ...bytes).subarray(1)), answer);
    for (const other of [bytes.slice(1), Uint8Array.of(...bytes, 0), new Uint8Array()])
      assert.equal(decodeAnswer(other), undefined);
  }
  assert.equal(ANSWER_BYTES, 198);
});

test("a request's signature holds for its own fields, registry and chain alone", async () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const contract = { chainId: 31_337, keyRegistry: account.address } as const;
  const request: KeyRequest = {
    ...{ committeeId: zeroHash, contentId: zeroHash, generation: 1, rendition: 2, period: 2n ** 64n - 1n },
    ...{ viewer: account.address, node: account.address, ephemeralKey: zeroHash, nonce: zeroHash },
    deadline: 2 ** 40 - 1,
  };
  const typed = keyRequestTypedData(contract, request);
  const signature = await account.signTypedData(typed);
  assert.equal(await recoverTypedDataAddress({ ...typed, signature }), account.address);
  const other = `0x${"01".repeat(32)}` as const;
  const changes: Partial<KeyRequest>[] = [
    ...[{ committeeId: other }, { contentId: other }, { generation: 2 }, { rendition: 3 }, { period: 0n }],
    ...([{ viewer: `0x${"01".repeat(20)}` }, { node: `0x${"01".repeat(20)}` }] as const),
    ...[{ ephemeralKey: other }, { nonce: other }, { deadline: 5 }],
  ];
  assert.equal(changes.length, Object.keys(request).length);
  const digests = new Set([
    hashTypedData(typed),
    hashTypedData(keyRequestTypedData({ ...contract, chainId: 1 }, request)),
    hashTypedData(keyRequestTypedData({ ...contract, keyRegistry: `0x${"01".repeat(20)}` }, request)),
    ...changes.map((change) => hashTypedData(keyRequestTypedData(contract, { ...request, ...change }))),
  ]);
  assert.equal(digests.size, changes.length + 3);
  const body = JSON.parse(keyRequestBody(request, { signature, capsule: "0x01", evidence: "0x" }));
  assert.equal(body.period, "18446744073709551615");
  assert.equal(size(body.signature), 65);
  assert.deepEqual(hexToBytes(body.capsule), Uint8Array.of(1));
});
