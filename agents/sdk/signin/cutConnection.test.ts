// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { onTestFinished, test } from "vitest";
import { newDeviceKey } from "./deviceKey.ts";
import { openSignIn, type SignIn } from "./openSignIn.ts";
import { SignInRefused, SignInUnreachable } from "./signInErrors.ts";

const wallet = privateKeyToAccount(generatePrivateKey());
const NONCE = "ab".repeat(32);
const ANSWER = {
  ...{
    account: wallet.address,
    device: "d",
    pending: false,
    factorAt: null,
    accessToken: "t",
    expiresIn: 600,
  },
  ...{ nonce: NONCE, domain: "app.example", uri: "https://app.example", version: "1", chainId: 1 },
  ...{ issuedAt: "2026-11-27T00:00:00.000Z", expirationTime: "2026-11-27T00:05:00.000Z" },
  challenge: Buffer.from(NONCE, "hex").toString("base64url"),
};

type Asked = { asked: string; claims: Record<string, unknown> };

/** A signed-in client of a service that cuts connections from then on: those of the first `cuts` requests to each URL. */
async function signedIn(
  cuts: number,
  refusalOf: (claims: Asked["claims"]) => string | undefined = () => undefined,
) {
  let isCutting = false;
  const requests: Asked[] = [];
  const server = createServer(({ method, url, headers, socket }, response) => {
    const claims = JSON.parse(Buffer.from(String(headers.dpop).split(".")[1]!, "base64url").toString());
    const asked = `${method} ${url}`;
    if (isCutting) requests.push({ asked, claims });
    const error = refusalOf(claims);
    if (error && isCutting)
      response
        .writeHead(401, { "www-authenticate": `DPoP error="${error}"`, "dpop-nonce": "n" })
        .end(JSON.stringify({ code: error }));
    else if (isCutting && countOf(asked) <= cuts) socket.destroy();
    else response.setHeader("content-type", "application/json").end(JSON.stringify(ANSWER));
  }).listen(0, "127.0.0.1");
  const countOf = (asked: string) => requests.filter((request) => request.asked === asked).length;
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const passkeys = { create: async () => ({}), use: async () => ({}) };
  const signIn = openSignIn({ serviceUrl, key: await newDeviceKey(), passkeys });
  await signIn.resume();
  isCutting = true;
  return { signIn, requests, serviceUrl };
}

type Act = (signIn: SignIn, serviceUrl: string) => Promise<unknown>;
const fetches =
  (method: string): Act =>
  (signIn, url) =>
    signIn.fetch(`${url}/edge`, { method, ...(method !== "GET" && { body: "{}" }) });

test.each<[string, Act, string[]]>([
  ["a renewal", (signIn) => signIn.resume(), ["POST /v1/refreshes"]],
  ["a sign-in by wallet", (signIn) => signIn.byWallet(wallet), ["POST /v1/challenges", "POST /v1/sign-ins"]],
  [
    "a sign-in by passkey",
    (signIn) => signIn.byPasskey(),
    ["POST /v1/sign-ins/passkey/challenges", "POST /v1/sign-ins/passkey"],
  ],
  [
    "a proof by passkey",
    (signIn) => signIn.provePasskey(),
    ["POST /v1/proofs/passkey/challenges", "POST /v1/proofs/passkey"],
  ],
  [
    "a new passkey",
    (signIn) => signIn.addPasskey("phone"),
    ["POST /v1/passkeys/challenges", "POST /v1/passkeys"],
  ],
  ["signing out", (signIn) => signIn.signOut(), ["DELETE /v1/session"]],
  ["a question", (signIn) => signIn.ask("GET", "/v1/factors"), ["GET /v1/factors"]],
  ["a GET of a role", fetches("GET"), ["GET /edge"]],
  ["a PUT to a role", fetches("PUT"), ["PUT /edge"]],
  ["a DELETE of a role", fetches("DELETE"), ["DELETE /edge"]],
])("%s whose connection was cut is asked once more, with another proof", async (_, act, asked) => {
  const { signIn, requests, serviceUrl } = await signedIn(1);
  await act(signIn, serviceUrl);
  assert.deepEqual(
    requests.map((request) => request.asked),
    asked.flatMap((one) => [one, one]),
  );
  assert.equal(new Set(requests.map(({ claims }) => claims.jti)).size, requests.length);
  for (const { asked, claims } of requests)
    if (/sign-ins(\/passkey)?$/.test(asked)) assert.equal(claims.nonce, NONCE);
});

test.each<[string, Act]>([
  ["an app's code, which counts once", (signIn) => signIn.proveCode("123456")],
  ["a recovery code", (signIn) => signIn.proveRecoveryCode("abcdef")],
  ["a POST that makes something", (signIn) => signIn.ask("POST", "/v1/recovery-codes")],
])("%s is not sent again", async (_, act) => {
  const { signIn, requests, serviceUrl } = await signedIn(1);
  await assert.rejects(act(signIn, serviceUrl), SignInUnreachable);
  assert.equal(requests.length, 1);
});

test("a POST to a role is not sent again", async () => {
  const { signIn, requests, serviceUrl } = await signedIn(1);
  await assert.rejects(fetches("POST")(signIn, serviceUrl), TypeError);
  assert.equal(requests.length, 1);
});

test("a server that wants its nonce and then cuts the connection is asked once more, and no oftener", async () => {
  const wantsNonce = ({ nonce }: Asked["claims"]) => (nonce ? undefined : "use_dpop_nonce");
  const once = await signedIn(2, wantsNonce);
  assert.equal(((await fetches("PUT")(once.signIn, once.serviceUrl)) as Response).status, 200);
  assert.deepEqual(
    once.requests.map(({ claims }) => claims.nonce),
    [undefined, "n", "n"],
  );
  const always = await signedIn(Number.POSITIVE_INFINITY);
  await assert.rejects(always.signIn.ask("GET", "/v1/factors"), SignInUnreachable);
  assert.equal(always.requests.length, 2);
});

test("who is signed out already has signed out here, and not everywhere", async () => {
  const { signIn } = await signedIn(0, () => "signed_out");
  await signIn.signOut();
  await assert.rejects(signIn.signOut("everywhere"), SignInRefused);
});

test("an answer cut short is no answer", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-length": 100 }).write('{"account":');
    setImmediate(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signIn = openSignIn({ serviceUrl, key: await newDeviceKey() });
  await assert.rejects(
    signIn.resume(),
    (error) => error instanceof SignInUnreachable && !(error instanceof SignInRefused),
  );
});
