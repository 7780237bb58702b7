// SPDX-License-Identifier: GPL-3.0-or-later
// An edge that asks who uploads: tokens of a real sign-in service, proofs that jose makes, works on chain.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import type { Scope } from "../localnet/scope.ts";
import { hashChunk } from "../sdk/content/leaf.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { sampleBytes } from "../sdk/content/testing/sampleWork.ts";
import { buildTree } from "../sdk/content/tree.ts";
import { type Browser, newWallet, openBrowser, type ProofChange } from "../signin/testing/testBrowser.ts";
import { CHAIN_ID, startTestService } from "../signin/testing/testService.ts";
import { newPublisher } from "./testing/publishSample.ts";
import { startTestEdge } from "./testing/startTestEdge.ts";

/** As a proxy in front spells the edge. */
const EDGE = "https://edge.example";
const [owner, payee] = [newWallet(), newWallet()];
/** What a browser sends: a body of bytes, or JSON. */
type Sent = { body?: Uint8Array | object; proof?: string | ProofChange; token?: string };

let devchain: Devchain;
let publisher: Awaited<ReturnType<typeof newPublisher>>;
const chunk = sampleBytes(60, 7);
let leafList: Uint8Array;
let work: string;

beforeAll(async () => {
  devchain = await startDevchain();
  publisher = await newPublisher(devchain);
  const tree = buildTree([await hashChunk(0, chunk)]);
  leafList = encodeLeafList(tree.leaves);
  work = `/v1/content/${await publisher.register(tree, payee.address)}`;
});
afterAll(() => devchain?.stop());

async function start(t: Scope, chainId = CHAIN_ID) {
  const service = await startTestService(t, { chainId });
  service.clock.wallMs = Date.now();
  const asked = { signinUrl: service.base, publicUrl: EDGE, owner: owner.address };
  const edge = await startTestEdge(devchain, asked);
  t.onTestFinished(() => edge.stop());

  /** A browser at which `account` signed in, with a passkey proved unless `factor` says no. */
  async function signedIn(account: Parameters<Browser["signIn"]>[0], factor = true): Promise<Browser> {
    const browser = await openBrowser(service.base);
    await browser.signIn(account);
    if (factor) {
      await browser.addPasskey();
      await browser.provePasskey();
    }
    // the service's nonces are not the edge's
    browser.nonce = "";
    return browser;
  }

  async function send(browser: Browser | undefined, method: string, path: string, sent: Sent = {}) {
    const { body, proof = {}, token = browser?.token ?? "" } = sent;
    const ath = createHash("sha256").update(token).digest("base64url");
    const claims = { htu: `${EDGE}${path}`, ath };
    const signed = browser && {
      authorization: `DPoP ${token}`,
      dpop:
        typeof proof === "string"
          ? proof
          : await browser.proof(method, path, { ...proof, claims: { ...claims, ...proof.claims } }),
    };
    const isBytes = body instanceof Uint8Array;
    const response = await fetch(`${edge.url}${path}`, {
      method,
      headers: { ...signed, ...(body && !isBytes && { "content-type": "application/json" }) },
      ...(body && { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
    });
    if (browser) browser.nonce = response.headers.get("dpop-nonce") ?? browser.nonce;
    const text = await response.text();
    const said = text === "" ? {} : JSON.parse(text);
    return { status: response.status, code: said.code as string | undefined, body: said, dpop: signed?.dpop };
  }
  /** Like `send`, and once more with the edge's nonce. */
  async function ask(...args: Parameters<typeof send>) {
    const answer = await send(...args);
    return answer.code === "use_dpop_nonce" ? send(...args) : answer;
  }
  const upload = async (browser?: Browser, sent: Sent = {}) =>
    (await ask(browser, "PUT", work, { body: leafList, ...sent })).code ?? "taken";
  return { ...service, edge, signedIn, ask, send, upload };
}

test("a work is taken from its publisher and its payee with a factor proved, chunks too, and from nobody else", async (t) => {
  const { ask, upload, signedIn } = await start(t);
  assert.equal(await upload(), "no_token");
  assert.equal(await upload(await signedIn(newWallet())), "not_yours");
  assert.equal(await upload(await signedIn(publisher.account, false)), "factor_required");
  assert.equal(await upload(await signedIn(publisher.account)), "taken");
  const paid = await signedIn(payee);
  assert.equal(await upload(paid), "taken");

  const toChunk = `${work}/chunks/0`;
  assert.equal((await ask(undefined, "PUT", toChunk, { body: chunk })).code, "no_token");
  assert.equal((await ask(await signedIn(newWallet()), "PUT", toChunk, { body: chunk })).code, "not_yours");
  assert.equal((await ask(paid, "PUT", toChunk, { body: sampleBytes(60, 8) })).code, "chunk_differs");
  assert.equal((await ask(paid, "PUT", toChunk, { body: chunk })).status, 201);
  assert.equal((await ask(undefined, "GET", work)).body.complete, true, "who reads needs no sign-in");
});

test("a token of another key, chain or service, an old one, and a proof for another place or used before, take nothing", async (t) => {
  const { upload, ask, send, signedIn, clock } = await start(t);
  const own = await signedIn(publisher.account);
  const thief = await signedIn(newWallet());
  assert.equal(await upload(thief, { token: own.token }), "bad_proof");
  assert.equal(
    await upload(own, { proof: { claims: { htu: `https://other.example${work}` } } }),
    "bad_proof",
  );
  assert.equal(await upload(own, { proof: { claims: { htm: "GET" } } }), "bad_proof");

  const first = await ask(own, "PUT", work, { body: leafList });
  assert.equal(first.status, 200);
  assert.equal((await send(own, "PUT", work, { body: leafList, proof: first.dpop! })).code, "bad_proof");

  const elsewhere = await startTestService(t);
  elsewhere.clock.wallMs = Date.now();
  const stranger = await openBrowser(elsewhere.base);
  await stranger.signIn(publisher.account);
  stranger.nonce = "";
  assert.equal(await upload(stranger), "bad_token");
  clock.wallMs = Date.now() - 601_000;
  assert.equal(await upload(await signedIn(publisher.account, false)), "bad_token");
});

test("a token for the roles of another chain takes nothing", async (t) => {
  const { upload, signedIn } = await start(t, 1);
  assert.equal(await upload(await signedIn(publisher.account, false)), "bad_token");
});

test("the owner alone, with a fresh factor, decides whose works are taken; the decision outlives a restart", async (t) => {
  const { ask, upload, signedIn, edge, clock } = await start(t);
  const [own, mine] = [await signedIn(publisher.account), await signedIn(owner)];
  const settings = { publishers: [publisher.account.address], takesOthers: false };
  assert.equal((await ask(undefined, "GET", "/v1/settings")).code, "no_token");
  for (const method of ["GET", "PUT"])
    assert.equal(
      (await ask(own, method, "/v1/settings", method === "PUT" ? { body: settings } : {})).code,
      "not_owner",
    );
  const known = await ask(mine, "GET", "/v1/settings");
  assert.deepEqual(known.body, { publishers: [], takesOthers: true });

  assert.deepEqual(await upload(own), "taken");
  const nobody = { publishers: [], takesOthers: false };
  assert.equal((await ask(mine, "PUT", "/v1/settings", { body: nobody })).status, 200);
  assert.equal(await upload(own), "not_taken");
  assert.equal((await ask(mine, "PUT", "/v1/settings", { body: settings })).status, 200);
  assert.equal(await upload(), "taken", "a listed publisher's works come from anybody");
  for (const bad of [{}, { publishers: ["0x1"], takesOthers: true }, { ...settings, more: 1 }])
    assert.equal((await ask(mine, "PUT", "/v1/settings", { body: bad })).code, "malformed");

  // six minutes: the token holds, the factor is not fresh
  clock.wallMs = Date.now() - 360_000;
  const late = await openBrowser(mine.base);
  late.authenticator = mine.authenticator;
  await late.signIn(owner);
  assert.equal((await late.provePasskey()).status, 200);
  late.nonce = "";
  assert.equal((await ask(late, "GET", "/v1/settings")).status, 200);
  assert.equal((await ask(late, "PUT", "/v1/settings", { body: nobody })).code, "factor_required");

  await edge.stop();
  const again = await startTestEdge(devchain, edge.settings);
  t.onTestFinished(() => again.stop());
  const response = await fetch(`${again.url}${work}`, {
    method: "PUT",
    body: leafList as Uint8Array<ArrayBuffer>,
  });
  assert.equal(response.status, 200);
});

test("while the sign-in service is away, listed publishers' works are taken as before, and others are told to try again", async (t) => {
  const { ask, signedIn, edge, close } = await start(t);
  const mine = await signedIn(owner);
  const own = await signedIn(publisher.account);
  const settings = { publishers: [publisher.account.address], takesOthers: true };
  assert.equal((await ask(mine, "PUT", "/v1/settings", { body: settings })).status, 200);
  await edge.stop();
  await close();
  // the new process has never seen the service's key
  const again = await startTestEdge(devchain, edge.settings);
  t.onTestFinished(() => again.stop());
  const put = (headers: Record<string, string>, path: string) =>
    fetch(`${again.url}${path}`, { method: "PUT", headers, body: leafList as Uint8Array<ArrayBuffer> });
  assert.equal((await put({}, work)).status, 200);
  const other = await newPublisher(devchain);
  const foreign = `/v1/content/${await other.register(buildTree([await hashChunk(0, chunk)]))}`;
  const headers = { authorization: `DPoP ${own.token}`, dpop: await own.proof("PUT", foreign) };
  assert.equal((await put(headers, foreign)).status, 503);
  assert.equal((await put({}, foreign)).status, 401);
});

test("an edge with a sign-in service wants the URL that proofs name", async () => {
  await assert.rejects(startTestEdge(devchain, { signinUrl: "http://localhost:1" }), /proves each request/);
});
