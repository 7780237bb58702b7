// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { fakeIndexedDb } from "../testing/fakeIndexedDb.ts";
import { browserDeviceKey, newDeviceKey } from "./deviceKey.ts";
import { openSignIn } from "./openSignIn.ts";
import { SignInRefused, SignInUnreachable } from "./signInErrors.ts";

const SERVICE = "https://app.example";
const wallet = privateKeyToAccount(generatePrivateKey());
const STATE = { account: wallet.address, device: "d", pending: false, factorAt: null };
const CHALLENGE = {
  ...{
    nonce: "ab".repeat(32),
    domain: "app.example",
    uri: SERVICE,
    version: "1",
    chainId: 1,
    statement: "Sign in.",
  },
  ...{ issuedAt: "2026-11-27T00:00:00.000Z", expirationTime: "2026-11-27T00:05:00.000Z" },
};

type Asked = {
  url: string;
  method: string;
  headers: Record<string, string>;
  credentials: string;
  body?: string;
  claims: Record<string, unknown>;
};

/** A sign-in client whose requests `answer` answers. */
async function client(answer: (asked: Asked) => Response) {
  const asked: Asked[] = [];
  const fetch = async (url: string, init: Omit<Asked, "url" | "claims">) => {
    const claims = JSON.parse(Buffer.from(init.headers.dpop!.split(".")[1]!, "base64url").toString());
    asked.push({ ...init, url, claims });
    return answer(asked.at(-1)!);
  };
  const key = await newDeviceKey();
  return { asked, key, signIn: openSignIn({ serviceUrl: `${SERVICE}/`, key, fetch: fetch as never }) };
}

const opened = (accessToken: string, expiresIn = 600) => Response.json({ ...STATE, accessToken, expiresIn });
const refusal = (status: number, error: string, headers: Record<string, string> = {}) =>
  Response.json(
    { code: error, detail: "No." },
    { status, headers: { "www-authenticate": `DPoP error="${error}"`, ...headers } },
  );

/** Answers the wallet's sign-in; other requests are for `next`. */
const signingIn = (next: (asked: Asked) => Response, expiresIn?: number) => (asked: Asked) => {
  if (asked.url === `${SERVICE}/v1/challenges`) return Response.json(CHALLENGE);
  if (asked.url === `${SERVICE}/v1/sign-ins`) return opened("first", expiresIn);
  return next(asked);
};

test("the wallet signs the service's fields and the thumbprint of this browser's key, and the proof names the challenge", async () => {
  const { signIn, asked, key } = await client(signingIn(() => Response.json({})));
  assert.deepEqual(await signIn.byWallet(wallet, "Laptop"), STATE);
  const { message, deviceName } = JSON.parse(asked[1]!.body!);
  assert.equal(deviceName, "Laptop");
  assert.match(message, /^app\.example wants you to sign in with your Ethereum account:\n0x/);
  assert.ok(
    message.endsWith(`\nResources:\n- urn:ietf:params:oauth:jwk-thumbprint:sha-256:${key.thumbprint}`),
  );
  assert.equal(asked[1]!.claims.nonce, CHALLENGE.nonce);
  assert.equal(asked[1]!.claims.htu, `${SERVICE}/v1/sign-ins`);
});

test("a request carries token and proof; the server's nonce comes in at once, and stays; no other role sees a cookie", async () => {
  const EDGE = "https://edge.example/v1/settings?x=1";
  const { signIn, asked } = await client(
    signingIn(({ claims }) =>
      claims.nonce === "n1"
        ? Response.json({ ok: 1 })
        : refusal(401, "use_dpop_nonce", { "dpop-nonce": "n1" }),
    ),
  );
  await signIn.byWallet(wallet);
  for (let at = 0; at < 2; at++)
    assert.equal((await signIn.fetch(EDGE, { method: "PUT", body: "{}" })).status, 200);
  const sent = asked.slice(2);
  assert.deepEqual(
    sent.map(({ claims }) => claims.nonce),
    [undefined, "n1", "n1"],
  );
  assert.equal(new Set(sent.map(({ claims }) => claims.jti)).size, 3);
  for (const { headers, claims, credentials } of sent) {
    assert.equal(headers.authorization, "DPoP first");
    assert.equal(claims.htu, "https://edge.example/v1/settings");
    assert.equal(claims.htm, "PUT");
    assert.equal(typeof claims.ath, "string");
    assert.equal(credentials, "omit");
  }
  assert.equal(asked[1]!.credentials, "include");
});

test("a token near its end is renewed once for all who ask, and one that a role refuses once more", async () => {
  let refreshes = 0;
  const { signIn, asked } = await client(
    signingIn(({ url, headers }) => {
      if (url.endsWith("/v1/refreshes")) {
        refreshes += 1;
        return opened(`renewed ${refreshes}`);
      }
      return headers.authorization === "DPoP renewed 1" ? refusal(401, "invalid_token") : Response.json({});
    }, 20),
  );
  await signIn.byWallet(wallet);
  await Promise.all([signIn.fetch(`${SERVICE}/v1/a`, {}), signIn.fetch(`${SERVICE}/v1/b`, {})]);
  assert.ok(refreshes <= 2);
  const last = asked.filter(({ url }) => /\/[ab]$/.test(url)).at(-1);
  assert.equal(last?.headers.authorization, `DPoP renewed ${refreshes}`);
});

test("a refusal is a SignInRefused with its code, no answer a SignInUnreachable", async () => {
  const { signIn } = await client(() => refusal(403, "factor_required"));
  await assert.rejects(signIn.resume(), (error: SignInRefused) => {
    assert.ok(error instanceof SignInRefused);
    assert.deepEqual([error.code, error.status, error.retryable], ["factor_required", 403, false]);
    return true;
  });
  const { signIn: alone } = await client(() => {
    throw new TypeError("fetch failed");
  });
  await assert.rejects(alone.resume(), SignInUnreachable);
});

test("the browser's key is made once, kept, and never handed out", async () => {
  const indexedDB = fakeIndexedDb();
  const [one, two] = await Promise.all([browserDeviceKey({ indexedDB }), browserDeviceKey({ indexedDB })]);
  assert.equal(one.thumbprint, two.thumbprint);
  assert.equal((await browserDeviceKey({ indexedDB })).thumbprint, one.thumbprint);
  const [kept] = indexedDB.everything().keys as { privateKey: { extractable: boolean } }[];
  assert.equal(kept!.privateKey.extractable, false);
});
