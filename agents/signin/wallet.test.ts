// SPDX-License-Identifier: GPL-3.0-or-later
// Rows A7 and A8: the wallet's message, and wallets that are contracts.
import assert from "node:assert/strict";
import type { Hex } from "viem";
import { createSiweMessage } from "viem/siwe";
import { test } from "vitest";
import { newWallet, openBrowser } from "./testing/testBrowser.ts";
import { startTestService } from "./testing/testService.ts";

type Fields = Parameters<typeof createSiweMessage>[0];

test("a wallet signs in, and the session says who it is", async (t) => {
  const { base } = await startTestService(t);
  const browser = await openBrowser(base);
  const wallet = newWallet();
  const { status, body, headers } = await browser.signIn(wallet, { deviceName: "Laptop" });
  assert.equal(status, 201);
  assert.equal(body.account, wallet.address);
  assert.equal(body.pending, false);
  assert.match(
    headers.getSetCookie()[0]!,
    /^__Host-tributary-refresh=[\w-]{22}\.[\w-]{22}\.[\w-]{43}; Max-Age=2592000; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  );
  assert.equal(headers.get("cache-control"), "no-store");
  const session = await browser.ask("GET", "/v1/session");
  assert.deepEqual(session.body, {
    account: wallet.address,
    device: body.device,
    pending: false,
    factorAt: null,
  });
});

/** Signs a challenge whose fields `change` has changed; the answer's status, code and words. */
async function signChanged(
  service: Awaited<ReturnType<typeof startTestService>>,
  change: (fields: Fields) => Fields,
  rewrite: (message: string) => string = (message) => message,
) {
  const browser = await openBrowser(service.base);
  const wallet = newWallet();
  const fields = change({ ...(await browser.challenge()), address: wallet.address });
  const message = rewrite(createSiweMessage(fields));
  const answer = await browser.post(message, await wallet.signMessage({ message }), fields.nonce);
  return `${answer.status} ${answer.code} ${answer.body.detail ?? ""}`;
}

test("A7: a message of another domain, URI, chain, version, statement or key, without an expiry or with a long one, is refused by name", async (t) => {
  const service = await startTestService(t);
  const now = service.clock.nowMs();
  const at = (ms: number) => new Date(now + ms);
  const without = (name: string) => (fields: Fields) => ({ ...fields, [name]: undefined }) as Fields;
  const changes: [RegExp, (fields: Fields) => Fields][] = [
    [/domain/, (f) => ({ ...f, domain: "evil.example" })],
    [/domain/, (f) => ({ ...f, domain: f.domain.replace(/\d+$/, "1") })],
    [/scheme/, (f) => ({ ...f, scheme: "https" })],
    [/URI/, (f) => ({ ...f, uri: `${f.uri}/other` })],
    [/URI/, (f) => ({ ...f, uri: "https://evil.example" })],
    [/chain id/, (f) => ({ ...f, chainId: 1 })],
    [/statement/, (f) => ({ ...f, statement: "I give everything away" })],
    [/statement/, without("statement")],
    [/expiration/, without("expirationTime")],
    [/expiration/, (f) => ({ ...f, expirationTime: at(0) })],
    [/expiration/, (f) => ({ ...f, expirationTime: at(601_000) })],
    [/expiration/, (f) => ({ ...f, issuedAt: at(-400_000), expirationTime: at(300_000) })],
    [/issue time/, (f) => ({ ...f, issuedAt: at(61_000) })],
    [/not-before/, (f) => ({ ...f, notBefore: at(61_000) })],
    [/resource/, without("resources")],
    [/resource/, (f) => ({ ...f, resources: [...f.resources!, "https://evil.example"] })],
    [
      /resource/,
      (f) => ({ ...f, resources: [`urn:ietf:params:oauth:jwk-thumbprint:sha-256:${"A".repeat(43)}`] }),
    ],
  ];
  assert.match(await signChanged(service, (fields) => fields), /^201 /);
  for (const [field, change] of changes) {
    const said = await signChanged(service, change);
    assert.match(said, /^400 wrong_message /, String(change));
    assert.match(said, field, String(change));
  }
  const rewritten: [string, (message: string) => string][] = [
    ["a version 2", (m) => m.replace("Version: 1", "Version: 2")],
    ["text behind the message", (m) => `${m}\nURI: https://evil.example`],
    ["text before the message", (m) => `I agree to all.\n${m}`],
    ["carriage returns", (m) => m.replaceAll("\n", "\r\n")],
    ["an address in lower case", (m) => m.replace(/0x[0-9a-fA-F]{40}/, (a) => a.toLowerCase())],
    ["a line twice", (m) => m.replace(/(Version: 1\n)/, "$1$1")],
    ["a date of another form", (m) => m.replace(/Issued At: .*/, "Issued At: 2026")],
  ];
  for (const [what, rewrite] of rewritten)
    assert.match(await signChanged(service, (f) => f, rewrite), /^40[01] (wrong_message|nonce_used) /, what);
});

test("A7: a nonce counts once, even beside a wrong signature, and none that the client made up or that is five minutes old", async (t) => {
  const { base, clock } = await startTestService(t);
  const browser = await openBrowser(base);
  const wallet = newWallet();
  const fields = { ...(await browser.challenge()), address: wallet.address };
  const message = createSiweMessage(fields);
  const signature = await wallet.signMessage({ message });
  assert.equal((await browser.post(message, signature, fields.nonce)).status, 201);
  assert.equal((await browser.post(message, signature, fields.nonce)).code, "nonce_used");

  const tried = { ...(await browser.challenge()), address: wallet.address };
  const second = createSiweMessage(tried);
  const others = await newWallet().signMessage({ message: second });
  assert.equal((await browser.post(second, others, tried.nonce)).code, "wrong_signature");
  const late = await browser.post(second, await wallet.signMessage({ message: second }), tried.nonce);
  assert.equal(late.code, "nonce_used", "the nonce is spent before the check");

  const own = createSiweMessage({ ...tried, nonce: "ab".repeat(32) });
  const made = await browser.post(own, await wallet.signMessage({ message: own }), "ab".repeat(32));
  assert.equal(made.code, "nonce_used");

  const old = { ...(await browser.challenge()), address: wallet.address };
  clock.pass(300_000);
  const stale = createSiweMessage({
    ...old,
    issuedAt: new Date(clock.nowMs()),
    expirationTime: new Date(clock.nowMs() + 1e5),
  });
  assert.equal(
    (await browser.post(stale, await wallet.signMessage({ message: stale }), old.nonce)).code,
    "nonce_used",
  );
});

test("A7: who copies a message with its signature signs in nobody: the message names the browser's key", async (t) => {
  const { base } = await startTestService(t);
  const [browser, thief] = [await openBrowser(base), await openBrowser(base)];
  const wallet = newWallet();
  const fields = { ...(await browser.challenge()), address: wallet.address };
  const message = createSiweMessage(fields);
  const stolen = await thief.post(message, await wallet.signMessage({ message }), fields.nonce);
  assert.equal(stolen.code, "wrong_message");
  assert.match(stolen.body.detail as string, /resource/);
});

test("A8: a contract wallet is asked at each sign-in, once, with a cap of gas; one that reverts or answers garbage is refused", async (t) => {
  const asked: { gas: Hex }[] = [];
  let answer: () => string = () => "0x01";
  const { base } = await startTestService(t, {
    callChain: async (call) => {
      asked.push(call);
      return answer();
    },
  });
  const contract = { ...newWallet(), signMessage: newWallet().signMessage };
  const signIn = async () => (await (await openBrowser(base)).signIn(contract as never)).code ?? "signed in";
  assert.equal(await signIn(), "signed in");
  // the answer changes later: nobody remembers the first
  answer = () => "0x00";
  assert.equal(await signIn(), "wrong_signature");
  for (const garbage of ["0x", `0x${"ff".repeat(32)}`, `0x${"11".repeat(64)}`, "0x0101"]) {
    answer = () => garbage;
    assert.equal(await signIn(), "wrong_signature", garbage);
  }
  answer = () => {
    throw Object.assign(new Error("out of gas"), { cause: { code: -32000 } });
  };
  assert.equal(await signIn(), "wrong_signature");
  answer = () => {
    throw new TypeError("fetch failed");
  };
  assert.equal(await signIn(), "try_again");
  assert.equal(asked.length, 8, "one call each, without retries");
  for (const { gas } of asked) assert.equal(BigInt(gas), 5_000_000n);
});

test("A8: slow contract wallets keep nobody else waiting: 8 are under way at most, and keys need none", async (t) => {
  let letGo = () => {};
  const gone = new Promise<string>((resolve) => {
    letGo = () => resolve("0x00");
  });
  const early: unknown[] = [];
  let halfAnswered = () => {};
  const half = new Promise<void>((resolve) => {
    halfAnswered = resolve;
  });
  let calls = 0;
  const { base } = await startTestService(t, {
    callChain() {
      calls += 1;
      // one too many: nobody would be refused, and the wait would have no end
      if (calls > 8) halfAnswered();
      return gone;
    },
  });
  const contract = () => ({ ...newWallet(), signMessage: newWallet().signMessage });
  const all = Array.from({ length: 16 }, async () => {
    const { code } = await (await openBrowser(base)).signIn(contract());
    early.push(code);
    if (early.length === 8) halfAnswered();
  });
  await half;
  assert.deepEqual(early, Array(8).fill("try_again"));
  assert.equal((await (await openBrowser(base)).signIn(newWallet())).status, 201);
  letGo();
  await Promise.all(all);
  assert.deepEqual(early.slice(8), Array(8).fill("wrong_signature"));
});
