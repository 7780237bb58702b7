// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever anybody sends to any route, signed in or not: a refusal with a code, never a failure of the node.
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { signinRoutes } from "./service.ts";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

const word = fc.oneof(fc.string({ unit: "binary" }), fc.string({ maxLength: 60 }), fc.base64String());
/** The names that bodies have, with values of any kind. */
const NAMES = [
  "message",
  "signature",
  "deviceName",
  "thumbprint",
  "credential",
  "name",
  "code",
  "id",
  "rawId",
  "type",
  "response",
  "clientDataJSON",
  "attestationObject",
  "authenticatorData",
  "userHandle",
];
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    word,
    fc.jsonValue(),
    fc.constantFrom(
      "0x",
      `0x${"11".repeat(65)}`,
      "public-key",
      "\u0000",
      "__proto__",
      null,
      -1,
      Number.MAX_VALUE,
    ),
    fc.dictionary(fc.constantFrom(...NAMES), tie("value")),
  ),
})).value;
const body = fc.dictionary(fc.constantFrom(...NAMES), value);
const segment = fc
  .oneof(fc.base64String({ minLength: 1 }), fc.string({ minLength: 1, maxLength: 20 }))
  .map(encodeURIComponent);

test("no route answers 5xx, whatever body, path and proof it gets", async (t) => {
  const { base, desk } = await startTestService(t);
  const browser = await openBrowser(base);
  await browser.signIn(newWallet());
  await browser.addPasskey();
  const routes = signinRoutes(desk).filter(
    ({ method, path }) => !(method === "DELETE" && /sessions?$/.test(path)),
  );
  const asked = fc.record({
    route: fc.constantFrom(...routes),
    body: fc.option(body),
    id: segment,
    token: fc.option(
      word.filter((text) => /^[\x21-\x7e]+$/.test(text)),
      { freq: 3, nil: undefined },
    ),
    proof: fc.option(
      word.filter((text) => /^[\x21-\x7e]+$/.test(text)),
      { freq: 3, nil: undefined },
    ),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ route, body, id, token, proof }) => {
      const path = `/v1${route.path.replace(":id", id)}`;
      const sent = {
        ...(route.method === "POST" && body && { body }),
        ...(token !== undefined && { token }),
        ...(proof !== undefined && { proof }),
      };
      const { status, code } = await browser.ask(route.method, path, sent);
      assert.ok(status < 500, `${route.method} ${path}: ${status} ${code}`);
      if (status >= 400) assert.ok(code, `${path} says no reason`);
    }),
    { numRuns: 400 },
  );
});

test("a true message with any one letter changed signs nobody in", async (t) => {
  const { base } = await startTestService(t);
  const browser = await openBrowser(base);
  const wallet = newWallet();
  const { createSiweMessage } = await import("viem/siwe");
  const letter = fc.tuple(
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.constantFrom("", " ", "\n", "0", "a", "A", "\u200b"),
  );
  await fc.assert(
    fc.asyncProperty(letter, async ([where, by]) => {
      const fields = { ...(await browser.challenge()), address: wallet.address };
      const message = createSiweMessage(fields);
      const at = Math.floor(where * message.length);
      const changed = `${message.slice(0, at)}${by}${message.slice(at + 1)}`;
      if (changed === message) return;
      // the wallet's owner was tricked into signing the changed text, or not
      for (const signed of [message, changed]) {
        const signature = await wallet.signMessage({ message: signed });
        const { status, body } = await browser.post(changed, signature, fields.nonce);
        const isTime = /^(Issued At|Expiration Time)/m.test(lineAt(message, at));
        assert.ok(
          status >= 400 || isTime,
          `${JSON.stringify(by)} at ${at} of ${message}: ${JSON.stringify(body)}`,
        );
      }
    }),
    { numRuns: 60 },
  );
});

const lineAt = (text: string, at: number) =>
  text.slice(text.lastIndexOf("\n", at - 1) + 1).split("\n", 1)[0] ?? "";
