// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { bytesToHex, getAddress, type Hex, hexToBytes, verifyTypedData } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import { signTickVoucher } from "../sdk/channels/tickVoucher.ts";
import { signVoucher, voucherTypedData } from "../sdk/channels/voucher.ts";
import { compactSignature } from "./compactSignature.ts";
import { createVerifyVoucher } from "./verifyVoucher.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const random = (bytes: number) => bytesToHex(randomBytes(bytes));
const contract = { chainId: 31_337, paymentChannels: getAddress(random(20)) };
const verify = await createVerifyVoucher(contract);

async function randomVoucher() {
  const sessionAccount = privateKeyToAccount(generatePrivateKey());
  const key: ChannelKey = {
    payer: getAddress(random(20)),
    payee: random(32),
    token: getAddress(random(20)),
    salt: BigInt(random(8)),
    sessionKey: sessionAccount.address,
  };
  const cumulative = BigInt(random(12));
  const { signature } = await signVoucher({ ...contract, key, cumulative, sessionAccount });
  return { key, cumulative, signature: hexToBytes(signature), sessionAccount };
}

const highBitOff = (vs: number) => vs & 0x7f;

test("agrees with viem on 256 random vouchers, half of them changed in one bit", async () => {
  for (let i = 0; i < 256; i++) {
    const { key, cumulative, signature } = await randomVoucher();
    const changed = i % 2 === 1;
    // spread over all of the 64 bytes
    const bit = ((i >> 1) * 37) % 512;
    if (changed) signature[bit >> 3]! ^= 1 << (bit % 8);
    const full = Buffer.from([...signature, signature[32]! & 0x80 ? 28 : 27]);
    full[32] = highBitOff(full[32]!);
    const typedData = voucherTypedData({ ...contract, key, cumulative });
    const expected = await verifyTypedData({
      ...typedData,
      address: key.sessionKey,
      signature: bytesToHex(full),
    }).catch(() => false);
    assert.equal(expected, !changed);
    assert.equal(verify(key, cumulative, signature), expected, `voucher ${i}`);
  }
});

test("takes 200 random vouchers with ticks that viem signed, and none that was changed", async () => {
  for (let i = 0; i < 200; i++) {
    const { key, cumulative, sessionAccount } = await randomVoucher();
    const ticks = { tickRoot: random(32), tickValue: BigInt(random(12)) };
    const signed = await signTickVoucher({ ...contract, key, cumulative, ...ticks, sessionAccount });
    const compact = hexToBytes(signed.signature);
    assert.equal(verify(key, cumulative, compact, ticks), true, `voucher ${i}`);
    assert.equal(verify(key, cumulative, compact), false, "without its ticks it is another message");
    const bit = 1n << BigInt(i % 96);
    assert.equal(verify(key, cumulative, compact, { ...ticks, tickValue: ticks.tickValue ^ bit }), false);
    assert.equal(verify(key, cumulative ^ bit, compact, ticks), false);
    assert.equal(verify(key, cumulative, compact, { ...ticks, tickRoot: random(32) }), false);
  }
});

test("refuses a voucher of any other field, chain or contract", async () => {
  const { key, cumulative, signature } = await randomVoucher();
  assert.equal(verify(key, cumulative, signature), true);
  const others: ChannelKey[] = [
    { ...key, payer: getAddress(random(20)) },
    { ...key, payee: random(32) },
    { ...key, token: getAddress(random(20)) },
    { ...key, salt: key.salt ^ 1n },
    { ...key, sessionKey: getAddress(random(20)) },
  ];
  for (const other of others) assert.equal(verify(other, cumulative, signature), false);
  for (const bit of [0n, 63n, 64n, 95n])
    assert.equal(verify(key, cumulative ^ (1n << bit), signature), false);
  const onOtherChain = await createVerifyVoucher({ ...contract, chainId: 1 });
  assert.equal(onOtherChain(key, cumulative, signature), false);
  const ofOtherContract = await createVerifyVoucher({ ...contract, paymentChannels: getAddress(random(20)) });
  assert.equal(ofOtherContract(key, cumulative, signature), false);
});

test("refuses the twin with a high s, in both forms", async () => {
  const { key, cumulative, signature } = await randomVoucher();
  const parity = signature[32]! >> 7;
  const s = BigInt(bytesToHex(signature.subarray(32))) & ((1n << 255n) - 1n);
  const twin = Buffer.concat([
    signature.subarray(0, 32),
    Buffer.from((ORDER - s).toString(16).padStart(64, "0"), "hex"),
    Buffer.from([parity === 0 ? 28 : 27]),
  ]);
  assert.equal(compactSignature(twin), undefined);
  assert.equal(verify(key, cumulative, twin.subarray(0, 64)), false);
});

test("refuses zeros and values at or above the order", async () => {
  const { key, cumulative, signature } = await randomVoucher();
  const order = Buffer.from(ORDER.toString(16), "hex");
  const zero = Buffer.alloc(32);
  const [r, vs] = [signature.subarray(0, 32), signature.subarray(32)];
  for (const [badR, badVs] of [
    [zero, vs],
    [r, zero],
    [r, Buffer.from([0x80, ...zero.subarray(1)])],
    [zero, zero],
    [order, vs],
    [r, order],
    [Buffer.alloc(32, 0xff), Buffer.alloc(32, 0xff)],
  ] as const) {
    assert.equal(verify(key, cumulative, Buffer.concat([badR, badVs])), false);
  }
});

test("takes 65 bytes with v of 27 or 28 only, and 64 bytes as they are", async () => {
  const { key, cumulative, signature, sessionAccount } = await randomVoucher();
  const full: Hex = await sessionAccount.signTypedData(voucherTypedData({ ...contract, key, cumulative }));
  const bytes = hexToBytes(full);
  assert.deepEqual(compactSignature(bytes), Buffer.from(signature));
  assert.deepEqual(compactSignature(signature), Buffer.from(signature));
  const [rs, v] = [bytes.subarray(0, 64), bytes[64]!];
  for (const wrong of [0, 1, 26, 29, 35, 255]) {
    assert.equal(compactSignature(Buffer.from([...rs, wrong])), undefined);
  }
  const otherV = compactSignature(Buffer.from([...rs, v === 27 ? 28 : 27]));
  assert.equal(verify(key, cumulative, otherV!), false);
  for (const length of [0, 63, 66]) assert.equal(compactSignature(Buffer.alloc(length)), undefined);
});
