// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { afterEach, test, vi } from "vitest";
import { addressOf, withTributary } from "../chain/deployment.ts";
import { foundry } from "../chain/foundry.ts";
import { CONTRACT_NAMES } from "../contracts.generated.ts";
import { deployments } from "./deployments.generated.ts";
import { DeploymentInvalid, DeploymentUnreachable, getDeployment } from "./getDeployment.ts";

const URL = "http://127.0.0.1:8600";
const WORK = { contentId: `0x${"ab".repeat(32)}`, title: "dunes.mp4", durationSec: 5.2 };
const GOOD = {
  chainId: 31_337,
  rpcUrl: "http://127.0.0.1:8545",
  startBlock: 3,
  contracts: Object.fromEntries(
    CONTRACT_NAMES.map((name, at) => [name, `0x${String(at + 1).padStart(40, "0")}`]),
  ),
  urls: {
    sequencer: "http://127.0.0.1:1",
    prover: "http://127.0.0.1:2/",
    watchtower: "https://Tower.example/x/",
    edges: ["http://127.0.0.1:4", "http://127.0.0.1:5"],
    faucet: URL,
  },
  works: [WORK],
};

afterEach(() => void vi.unstubAllGlobals());

/** Answers every request in order; the last answer again and again. @returns The URLs asked for. */
function answering(...answers: (() => Response | Promise<never>)[]): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    return (answers.length > 1 ? answers.shift() : answers[0])!();
  });
  return asked;
}
const json = (body: unknown, init?: ResponseInit) => () => Response.json(body, init);

test("a deployment gives addresses by the names of the SDK, URLs in one spelling, and works", async () => {
  const asked = answering(json({ ...GOOD, more: 1 }));
  const { chainId, rpcUrl, addresses, urls, works } = await getDeployment(`${URL}/`);
  assert.deepEqual(asked, [`${URL}/v1/deployment`]);
  assert.deepEqual([chainId, rpcUrl], [31_337, "http://127.0.0.1:8545"]);
  assert.equal(addresses.streamToken, GOOD.contracts.StreamToken);
  assert.equal(addresses.startBlock, 3n);
  assert.equal(Object.keys(addresses).length, CONTRACT_NAMES.length + 1);
  assert.equal(urls.prover, "http://127.0.0.1:2");
  assert.equal(urls.watchtower, "https://tower.example/x");
  assert.deepEqual(urls.edges, GOOD.urls.edges);
  assert.deepEqual(urls.mirrors, []);
  assert.deepEqual(works, [WORK]);
});

test("mirrors are read in one spelling", async () => {
  answering(json(withUrl("mirrors", ["https://Cdn.example/works/"])));
  assert.deepEqual((await getDeployment(URL)).urls.mirrors, ["https://cdn.example/works"]);
});

test("what is read makes a chain that every action finds addresses in, and so does the address book", async () => {
  answering(json(GOOD));
  const { addresses } = await getDeployment(URL);
  assert.equal(addressOf(withTributary(foundry, addresses), "staking"), addresses.staking);
  const { [foundry.id]: book } = deployments;
  assert.equal(addressOf(withTributary(foundry, book), "staking"), book.staking);
  assert.equal(deployments[1], undefined);
});

const without = (name: keyof typeof GOOD) => ({ ...GOOD, [name]: undefined });
const withUrl = (name: string, value: unknown) => ({ ...GOOD, urls: { ...GOOD.urls, [name]: value } });
const withContract = (value: unknown) => ({ ...GOOD, contracts: { ...GOOD.contracts, Staking: value } });
const withWork = (value: object) => ({ ...GOOD, works: [WORK, { ...WORK, ...value }] });

for (const [what, body, complaint] of [
  ["null", null, /contracts is not an object/],
  ["a list", [GOOD], /the answer is not an object/],
  ["a text", "hello", /contracts is not an object/],
  ["a chain id as text", { ...GOOD, chainId: "31337" }, /chainId is not a whole number of at least 1/],
  ["chain id 0", { ...GOOD, chainId: 0 }, /chainId is not/],
  ["a chain id past the safe integers", { ...GOOD, chainId: 2 ** 53 }, /chainId is not/],
  ["a start block below zero", { ...GOOD, startBlock: -1 }, /startBlock is not a whole number of at least 0/],
  ["half a start block", { ...GOOD, startBlock: 1.5 }, /startBlock is not/],
  ["no contracts", without("contracts"), /contracts is not an object/],
  ["contracts as a list", { ...GOOD, contracts: [] }, /contracts is not an object/],
  ["a contract left out", withContract(undefined), /contracts\.Staking is not a contract's address/],
  ["a contract at zero", withContract(`0x${"0".repeat(40)}`), /contracts\.Staking is not/],
  ["a short address", withContract("0x12"), /contracts\.Staking is not/],
  [
    "a wrong checksum",
    withContract("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
    /contracts\.Staking is not/,
  ],
  ["no RPC", without("rpcUrl"), /rpcUrl is not an http or https URL/],
  ["an RPC that is a script", { ...GOOD, rpcUrl: "javascript:alert(1)" }, /rpcUrl is not/],
  ["no URLs", without("urls"), /urls is not an object/],
  ["no sequencer", withUrl("sequencer", undefined), /urls\.sequencer is not an http or https URL/],
  ["a file", withUrl("prover", "file:///etc/passwd"), /urls\.prover is not an http or https URL/],
  ["credentials", withUrl("watchtower", "http://a:b@c"), /urls\.watchtower is not a URL without a user name/],
  ["a query", withUrl("faucet", "http://c/?x=1"), /urls\.faucet is not a URL without a query/],
  ["a sign-in service that is no URL", withUrl("signin", 7), /urls\.signin is not an http or https URL/],
  ["edges that are no list", withUrl("edges", URL), /urls\.edges is not a list/],
  ["an edge that is no URL", withUrl("edges", [URL, 7]), /urls\.edges\[1\] is not an http or https URL/],
  ["mirrors that are no list", withUrl("mirrors", URL), /urls\.mirrors is not a list/],
  [
    "a mirror that is a file",
    withUrl("mirrors", ["file:///srv"]),
    /urls\.mirrors\[0\] is not an http or https URL/,
  ],
  ["no works", without("works"), /works is not a list/],
  ["a work that is none", { ...GOOD, works: [null] }, /works\[0\] is not an object/],
  ["a short content id", withWork({ contentId: "0xab" }), /works\[1\]\.contentId is not 32 bytes/],
  ["a title that is no text", withWork({ title: 7 }), /works\[1\]\.title is not a text/],
  ["a work without end", withWork({ durationSec: null }), /works\[1\]\.durationSec is not/],
] as const) {
  test(`${what} is refused, and the field named`, async () => {
    answering(json(body));
    await assert.rejects(getDeployment(URL), (error: Error) => {
      assert.ok(error instanceof DeploymentInvalid);
      assert.match(error.shortMessage, complaint);
      assert.match(error.message, /http:\/\/127\.0\.0\.1:8600\/v1\/deployment/);
      assert.equal(error.retryable, false);
      return true;
    });
  });
}

test("another server's refusal is told, with the server's own words", async () => {
  answering(json({ detail: "No such path." }, { status: 404 }));
  await assert.rejects(getDeployment(`${URL}/v1/deployment`), /status 404 \(No such path\.\).*base URL/);
  answering(json(null, { status: 404 }));
  await assert.rejects(getDeployment(URL), DeploymentInvalid);
});

test("a devnet that is starting is waited for", async () => {
  const starting = json({ code: "starting" }, { status: 503, headers: { "retry-after": "0" } });
  const asked = answering(starting, starting, json(GOOD));
  assert.equal((await getDeployment(URL)).chainId, 31_337);
  assert.equal(asked.length, 3);
});

test("where nobody answers, and where a page answers, the error says what to check", async () => {
  for (const answer of [() => Promise.reject(new TypeError("fetch failed")), () => new Response("<html>")]) {
    answering(answer);
    await assert.rejects(getDeployment(URL, { retries: 0 }), (error: Error) => {
      assert.ok(error instanceof DeploymentUnreachable && error.retryable);
      assert.match(
        error.message,
        /no deployment comes from .*; check the URL, and that `npm start` still runs/,
      );
      return true;
    });
  }
});

test("a signal ends the request with its own reason", async () => {
  answering(json(GOOD));
  const reason = new Error("the page is left");
  await assert.rejects(getDeployment(URL, { signal: AbortSignal.abort(reason) }), reason);
});
