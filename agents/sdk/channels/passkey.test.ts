// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { concatHex, decodeAbiParameters, type Hex, numberToHex, parseAbiParameters, size } from "viem";
import { test } from "vitest";
import { encodeAssertion, passkeyOf } from "./passkey.ts";

const [x, y] = [numberToHex(7n, { size: 32 }), numberToHex(9n, { size: 32 })];
const fields = parseAbiParameters("bytes32, bytes32, uint256, uint256, bytes, string");
const authenticatorData: Hex = "0x0102";
const encoded = (clientDataJSON: string, signature: Hex = concatHex([x, y])) =>
  encodeAssertion({ signature, webauthn: { authenticatorData, clientDataJSON } });

test("a public key with or without its prefix gives the same coordinates", () => {
  const publicKey = concatHex([x, y]);
  assert.deepEqual(passkeyOf(publicKey), { x, y });
  assert.deepEqual(passkeyOf(concatHex(["0x04", publicKey])), { x, y });
});

test("a compressed, cut or otherwise prefixed key is refused", () => {
  for (const publicKey of [concatHex(["0x02", x]), x, "0x", concatHex(["0x05", x, y])] as const)
    assert.throws(() => passkeyOf(publicKey), { name: "TributaryError", message: /64 bytes/ });
});

test("the places of challenge and type are counted in bytes, wherever a browser puts them", () => {
  for (const [json, challengeAt, typeAt] of [
    ['{"type":"webauthn.get","challenge":"abc"}', 23n, 1n],
    ['{"challenge":"abc","type":"webauthn.get"}', 1n, 19n],
    ['{"origin":"https://ü.example","type":"webauthn.get","challenge":"abc"}', 53n, 31n],
    // a value that says the name, and is none
    ['{"origin":"type","type":"webauthn.get","challenge":"abc"}', 39n, 17n],
  ] as const) {
    const [r, s, challengeIndex, typeIndex, data, text] = decodeAbiParameters(fields, encoded(json));
    assert.deepEqual([r, s, data, text], [x, y, authenticatorData, json]);
    const bytes = Buffer.from(json);
    assert.deepEqual([challengeIndex, typeIndex], [challengeAt, typeAt], json);
    assert.ok(bytes.subarray(Number(challengeIndex)).toString().startsWith('"challenge":'));
    assert.ok(bytes.subarray(Number(typeIndex)).toString().startsWith('"type":'));
  }
});

test("client data without a challenge, and a signature in DER, are refused before anything is sent", () => {
  assert.throws(() => encoded('{"type":"webauthn.get"}'), /names no challenge/);
  const der = concatHex(["0x30440220", x, "0x0220", y]);
  assert.equal(size(der), 70);
  assert.throws(() => encoded('{"type":"webauthn.get","challenge":"a"}', der), /64 bytes, not 70/);
});
