// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { getAddress, type Hex, hexToBytes, recoverTypedDataAddress, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, test } from "vitest";
import { unpackSignature } from "../chain/signature.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { readFields, writeFields } from "./fields.ts";
import { NO_WORD, type Operation, packOperation, unpackOperation } from "./operation.ts";
import { operationTypedData, signOperation } from "./signOperation.ts";

const HASH: Hex = `0x${"ab".repeat(32)}`;
const ADDRESS = getAddress("0x00000000000000000000000000000000000000ab");

/** Each kind's bits, by hand from the table of docs/INTERACTIONS.md. */
const KNOWN: [Operation, Hex, Hex?][] = [
  [{ kind: "follow", actor: 1, target: 2 }, "0x100000000100000002000000"],
  [{ kind: "unfollow", actor: 1, target: 2, key: 15 }, "0x2f0000000100000002000000"],
  [{ kind: "like", actor: 0x01020304, work: 0x05060708 }, "0x300102030405060708000000"],
  [{ kind: "unlike", actor: 1, work: 0 }, "0x400000000100000000000000"],
  [{ kind: "rate", actor: 1, work: 2, stars: 5 }, "0x500000000100000002000005"],
  [{ kind: "comment", actor: 1, work: 2, textHash: HASH }, "0x600000000100000002000000", HASH],
  [{ kind: "play", actor: 1, work: 2, seconds: 0xffffff }, "0x700000000100000002ffffff"],
  [{ kind: "peer", actor: 1, target: 2, slot: 7, units: 2 ** 21 - 1 }, "0x800000000100000002ffffff"],
  [{ kind: "peer", actor: 1, target: 2, slot: 1, units: 1 }, "0x800000000100000002200001"],
  [
    { kind: "delegate", actor: 1, place: 15, address: ADDRESS },
    "0x90000000010000000000000f",
    `0x${"00".repeat(31)}ab`,
  ],
  [{ kind: "revoke", actor: 1, place: 1 }, "0xa00000000100000000000001"],
];

describe("refuses", () => {
  for (const operation of [
    { kind: "follow", actor: 1, target: 1 },
    { kind: "follow", actor: -1, target: 1 },
    { kind: "follow", actor: 2 ** 32 - 1, target: 1 },
    { kind: "follow", actor: 1, target: 2 ** 32 - 1 },
    { kind: "follow", actor: 1, target: 1.5 },
    { kind: "follow", actor: 1, target: 2, key: 16 },
    { kind: "rate", actor: 1, work: 2, stars: 6 },
    { kind: "play", actor: 1, work: 2, seconds: 2 ** 24 },
    { kind: "peer", actor: 1, target: 2, slot: 8, units: 0 },
    { kind: "peer", actor: 1, target: 2, slot: 0, units: 2 ** 21 },
    { kind: "comment", actor: 1, work: 2, textHash: "0xab" },
    { kind: "delegate", actor: 1, place: 0, address: ADDRESS },
    { kind: "delegate", actor: 1, place: 16, address: ADDRESS },
    { kind: "delegate", actor: 1, place: 1, address: zeroAddress },
    { kind: "delegate", actor: 1, place: 1, address: ADDRESS, key: 1 },
    { kind: "revoke", actor: 1, place: 0 },
    { kind: "revoke", actor: 1, place: 1, key: 1 },
  ] satisfies Operation[])
    test(JSON.stringify(operation), () => assert.throws(() => packOperation(operation), InvalidInput));

  for (const [name, operation, word = NO_WORD] of [
    ["a kind of none", "0x000000000100000002000000"],
    ["a kind that is not", "0xb00000000100000002000000"],
    ["an actor's own target", "0x100000000100000001000000"],
    ["a value where there is none", "0x100000000100000002000001"],
    ["too many stars", "0x500000000100000002000006"],
    ["a place of none", "0x900000000100000000000000", HASH],
    ["a target where there is none", "0xa00000000100000001000001"],
    ["a delegated key that revokes", "0xa10000000100000000000001"],
    ["a word that is no address", "0x900000000100000000000001", HASH],
    ["the address 0", "0x900000000100000000000001"],
  ] as [string, Hex, Hex?][])
    test(`to read ${name}`, () => assert.equal(unpackOperation({ operation, word }), undefined));
});

describe("packs and unpacks", () => {
  for (const [operation, bytes, word = NO_WORD] of KNOWN)
    test(JSON.stringify(operation), () => {
      assert.deepEqual(packOperation(operation), { operation: bytes, word });
      assert.deepEqual(unpackOperation({ operation: bytes, word }), operation);
    });

  test("every field at any place", () => {
    const uint = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
    const fields = { kind: uint(4), key: uint(4), actor: uint(32), target: uint(32), value: uint(24) };
    fc.assert(
      fc.property(fc.record(fields, { noNullPrototype: true }), fc.nat(9), (given, at) => {
        const bytes = new Uint8Array(24).fill(0xee);
        writeFields(bytes, given, at);
        assert.deepEqual(readFields(bytes, at), given);
        bytes.fill(0xee, at, at + 12);
        assert.ok(bytes.every((byte) => byte === 0xee));
      }),
    );
  });
});

test("a signature has 64 bytes and is of the key that signed", async () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const packed = packOperation({ kind: "comment", actor: 1, work: 2, textHash: HASH });
  const signed = { chainId: 1, interactionInputs: account.address, ...packed, version: 7 };
  const signature = await signOperation(account, signed);
  assert.equal(hexToBytes(signature).length, 64);
  const recovered = await recoverTypedDataAddress({
    ...operationTypedData(signed),
    signature: unpackSignature(signature),
  });
  assert.equal(recovered, account.address);
});
