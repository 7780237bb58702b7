// SPDX-License-Identifier: GPL-3.0-or-later
// The form of EIP-4361: its own examples, and every message that is nearly right.
import assert from "node:assert/strict";
import { createSiweMessage } from "viem/siwe";
import { test } from "vitest";
import type { HttpError } from "../kernel/http/problem.ts";
import { nonceOf, readWalletMessage, resourceOf, STATEMENT } from "./walletMessage.ts";

const ADDRESS = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const NOW = Date.UTC(2021, 8, 30, 16, 25, 24);
const JKT = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";
const EXPECTED = { domain: "example.com", origin: "https://example.com", chainId: 1, jkt: JKT, nowMs: NOW };
const GOOD = createSiweMessage({
  ...{ address: ADDRESS, domain: "example.com", uri: "https://example.com", version: "1", chainId: 1 },
  ...{ nonce: "ab".repeat(32), statement: STATEMENT, resources: [resourceOf(JKT)] },
  ...{
    issuedAt: new Date(NOW),
    expirationTime: new Date(NOW + 300_000),
    notBefore: new Date(NOW),
    requestId: "r-1",
  },
});

/** The account, or the words of the refusal. */
function read(message: string): string {
  try {
    return readWalletMessage(message, EXPECTED);
  } catch (error) {
    assert.equal((error as HttpError).code, "wrong_message");
    return (error as HttpError).message;
  }
}

test("a message with every field of the EIP is read, its times in each spelling of RFC 3339", () => {
  assert.equal(read(GOOD), ADDRESS);
  assert.equal(nonceOf(GOOD), "ab".repeat(32));
  const inSeconds = GOOD.replaceAll(/(\d\d)\.000Z/g, "$1Z");
  assert.notEqual(inSeconds, GOOD);
  assert.equal(read(inSeconds), ADDRESS);
  assert.equal(read(GOOD.replace(/Issued At: .*/, "Issued At: 2021-09-30T18:25:24+02:00")), ADDRESS);
});

test("the EIP's own examples are refused for the first field that is not this service's", () => {
  const example = `${ADDRESS}\n\nI accept the ExampleOrg Terms of Service: https://example.com/tos\n\nURI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\nIssued At: 2021-09-30T16:25:24Z\nResources:\n- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/\n- https://example.com/my-web2-claim.json`;
  const asks = "wants you to sign in with your Ethereum account:";
  assert.match(read(`example.com ${asks}\n${example}`), /^The message's statement /);
  assert.match(read(`example.com:3388 ${asks}\n${example}`), /^The message's domain /);
  assert.match(read(`https://example.com ${asks}\n${example}`), /^The message's scheme /);
});

test("without any one line, with one twice, or with two exchanged, a message is refused", () => {
  const lines = GOOD.split("\n");
  const optional = (line: string) => /^(Not Before|Request ID): /.test(line);
  for (const [at, line] of lines.entries()) {
    const without = lines.toSpliced(at, 1).join("\n");
    if (!optional(line)) assert.notEqual(read(without), ADDRESS, `without ${line}`);
    else assert.equal(read(without), ADDRESS);
    assert.notEqual(read(lines.toSpliced(at, 0, line).join("\n")), ADDRESS, `twice ${line}`);
    for (const [other, second] of lines.entries()) {
      if (line === second) continue;
      const exchanged = lines.with(at, second).with(other, line).join("\n");
      assert.notEqual(read(exchanged), ADDRESS, `${line} for ${second}`);
    }
  }
});

test("times that are none, or of no time zone, are refused", () => {
  for (const time of [
    "2021",
    "yesterday",
    "2021-09-30",
    "2021-09-30T16:25:24",
    "2021-13-30T16:25:24Z",
    "1633019124",
    "",
  ]) {
    assert.notEqual(read(GOOD.replace(/Issued At: .*/, `Issued At: ${time}`)), ADDRESS, time);
    assert.notEqual(read(GOOD.replace(/Expiration Time: .*/, `Expiration Time: ${time}`)), ADDRESS, time);
    assert.notEqual(read(GOOD.replace(/Not Before: .*/, `Not Before: ${time}`)), ADDRESS, time);
  }
});
