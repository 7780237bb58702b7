// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { inspect } from "node:util";
import { bytesToHex, hexToBytes } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { expect, test } from "vitest";
import { requireSecrecy } from "./secrecy.ts";
import { Secrets } from "./secrets.ts";

const key = generatePrivateKey();
const bytes = Buffer.from(hexToBytes(key));

function secretsOfOne() {
  const secrets = new Secrets();
  secrets.keep("the key of Iris", key);
  return secrets;
}

for (const [form, text] of [
  ["hex", key],
  ["hex without 0x, in capitals", key.slice(2).toUpperCase()],
  ["base64", bytes.toString("base64")],
  ["base64url", bytes.toString("base64url")],
  ["a number", BigInt(key).toString()],
  ["JSON of bytes", JSON.stringify([...bytes])],
  ["JSON of a Buffer", JSON.stringify(bytes)],
  ["JSON of an Uint8Array", JSON.stringify(Uint8Array.from(bytes))],
  ["a Buffer as Node shows it", inspect(bytes)],
  ["an Uint8Array as Node shows it", inspect(Uint8Array.from(bytes))],
] as const)
  test(`a secret in a log is found as ${form}`, () => {
    const written = [
      { by: "prover", text: "prover started" },
      { by: "edge-1", text: `{"msg":"sent ${text}"}` },
    ];
    expect(() => requireSecrecy(secretsOfOne(), written)).toThrow(
      "What the edge-1 wrote holds the key of Iris.",
    );
  });

test("a secret of bytes, and one that is a word, are found too", () => {
  const secrets = new Secrets();
  secrets.keep("a key share", bytes);
  secrets.keep("a code", "K7QD-93PX");
  assert.deepEqual(secrets.foundIn(`${bytesToHex(bytes)} K7QD-93PX`), ["a key share", "a code"]);
});

test("a log without secrets is let through", () => {
  requireSecrecy(secretsOfOne(), [{ by: "prover", text: `tx ${generatePrivateKey()}` }]);
});
