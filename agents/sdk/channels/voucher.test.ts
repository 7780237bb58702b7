// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Hex, numberToHex, size, slice } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { payeeOfSplit } from "../chain/payee.ts";
import { packSignature, unpackSignature } from "../chain/signature.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { statusOfChannel } from "./channel.ts";
import { signVoucher, voucherTypedData } from "./voucher.ts";
import { packRow, ROW_BYTES } from "./voucherRow.ts";

const sessionAccount = privateKeyToAccount(generatePrivateKey());
const contract = { chainId: 1, paymentChannels: numberToHex(9, { size: 20 }) };
const key = {
  payer: numberToHex(1, { size: 20 }),
  payee: payeeOfSplit(3n),
  token: numberToHex(2, { size: 20 }),
  salt: 5n,
  sessionKey: sessionAccount.address,
};

test("a row is payer, salt, cumulative and signature", async () => {
  const { cumulative, signature } = await signVoucher({
    ...contract,
    key,
    cumulative: 1_000n,
    sessionAccount,
  });
  const row = packRow({ ...key, cumulative, signature });
  assert.equal(size(row), ROW_BYTES);
  assert.equal(slice(row, 0, 20), key.payer);
  assert.equal(BigInt(slice(row, 20, 28)), 5n);
  assert.equal(BigInt(slice(row, 28, 40)), 1_000n);
  assert.equal(slice(row, 40), signature);
});

test("a packed signature is the one that was packed, for both parities", async () => {
  const parities = new Set<Hex>();
  for (let cumulative = 1n; parities.size < 2; cumulative++) {
    const full = await sessionAccount.signTypedData(voucherTypedData({ ...contract, key, cumulative }));
    const packed = packSignature(full);
    assert.equal(size(packed), 64);
    assert.equal(packSignature(packed), packed);
    assert.equal(unpackSignature(packed), full);
    parities.add(slice(full, 64));
  }
  for (const bytes of [0, 63, 66])
    assert.throws(() => packSignature(numberToHex(0, { size: bytes || 1 })), InvalidInput);
});

test("only the session key of the channel may sign", async () => {
  const other = privateKeyToAccount(generatePrivateKey());
  await assert.rejects(
    signVoucher({ ...contract, key, cumulative: 1n, sessionAccount: other }),
    /session key/,
  );
});

test("a channel's status is as the contract says it", () => {
  const channel = { deposit: 5n, settled: 0n, closesAt: 0, windowSec: 900 };
  assert.equal(statusOfChannel(channel), "open");
  assert.equal(statusOfChannel({ ...channel, closesAt: 1 }), "closing");
  assert.equal(statusOfChannel({ ...channel, closesAt: 1, windowSec: 0 }), "closed");
  assert.equal(statusOfChannel({ deposit: 0n, settled: 0n, closesAt: 1, windowSec: 0 }), "closed");
  assert.equal(statusOfChannel({ deposit: 0n, settled: 0n, closesAt: 0, windowSec: 0 }), "none");
});
