// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { hexToBytes } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { signVoucher } from "../sdk/channels/voucher.ts";
import { Refusal, requireSignature, unknownChannel } from "./refusal.ts";
import { createVerifyVoucher } from "./verifyVoucher.ts";

const contract = { chainId: 31_337, paymentChannels: "0x00000000000000000000000000000000000000C4" } as const;
const sessionAccount = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey()).address;
const key = {
  payer: stranger,
  payee: `0x${"11".repeat(32)}`,
  token: stranger,
  salt: 3n,
  sessionKey: sessionAccount.address,
} as const;
const verify = await createVerifyVoucher(contract);
const voucher = await signVoucher({ ...contract, key, cumulative: 5n, sessionAccount });
const signed = { key, cumulative: 5n, signature: Buffer.from(hexToBytes(voucher.signature)) };

test("a voucher that its session key signed is taken", () => {
  requireSignature(verify, signed);
  assert.equal(verify.signerOf(key, 5n, signed.signature), sessionAccount.address);
});

test("a signature by another key is refused, and its signer named", async () => {
  const { address } = sessionAccount;
  const forged = await signVoucher({
    ...contract,
    key: { ...key, payer: address },
    cumulative: 5n,
    sessionAccount,
  });
  const signature = Buffer.from(hexToBytes(forged.signature));
  const otherKey = { ...key, payer: address, sessionKey: stranger };
  refusesWith(
    () => requireSignature(verify, { key: otherKey, cumulative: 5n, signature }),
    `The session key ${stranger} did not sign this voucher; the signature recovers to ${address}.`,
  );
});

test("a signature of nobody is refused in words", () => {
  refusesWith(
    () => requireSignature(verify, { ...signed, signature: Buffer.alloc(64) }),
    `The session key ${key.sessionKey} did not sign this voucher; the signature recovers to no address.`,
  );
});

test("an unknown channel is refused with the chain, the contract and the fields to check", () => {
  const { status, code, message } = unknownChannel(contract);
  assert.deepEqual([status, code], [404, "unknown_channel"]);
  assert.equal(
    message,
    `No such channel on chain 31337 at ${contract.paymentChannels}; its id is the hash of payer, payee, token, salt and session key: check them.`,
  );
});

function refusesWith(work: () => void, message: string): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof Refusal);
    assert.deepEqual([error.status, error.code, error.message], [403, "wrong_key", message]);
    return true;
  });
}
