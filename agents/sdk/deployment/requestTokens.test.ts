// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { afterEach, test, vi } from "vitest";
import { FaucetRefused, requestTokens } from "./requestTokens.ts";

const URL = "http://127.0.0.1:8600";
const ADA = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

afterEach(() => void vi.unstubAllGlobals());

function answering(answer: () => Response | Promise<never>): { url: string; body: unknown }[] {
  const asked: { url: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url, body: JSON.parse(init.body as string) });
    return answer();
  });
  return asked;
}

/** The refusal of a faucet that answers so, and the number of requests until then. */
async function refusalBy(answer: () => Response | Promise<never>) {
  const asked = answering(answer);
  try {
    await requestTokens(URL, { address: ADA });
  } catch (error) {
    assert.ok(error instanceof FaucetRefused);
    return { error, requests: asked.length };
  }
  throw new Error("nothing was refused");
}

test("tokens are asked for once, in whatever spelling, and what came is told", async () => {
  const asked = answering(() => Response.json({ streamWei: "7", etherWei: "8", transactions: ["0x01"] }));
  const given = await requestTokens(`${URL}/`, { address: ADA.toLowerCase() as `0x${string}` });
  assert.deepEqual(given, { streamWei: 7n, etherWei: 8n, transactions: ["0x01"] });
  assert.deepEqual(asked, [{ url: `${URL}/v1/faucet`, body: { address: ADA } }]);
});

test("a wait is told, and not waited for", async () => {
  const { error, requests } = await refusalBy(() =>
    Response.json(
      { code: "given_before", detail: "Given before. Ask again in 3600 s.", retryAfterSec: 3_600 },
      { status: 429, headers: { "retry-after": "3600" } },
    ),
  );
  assert.deepEqual([error.code, error.retryAfterSec, error.retryable], ["given_before", 3_600, true]);
  assert.match(error.message, /Ask again in 3600 s/);
  assert.equal(requests, 1);
});

test("a refusal that no time mends is not retryable", async () => {
  const { error } = await refusalBy(() =>
    Response.json({ code: "no_account", detail: "A contract." }, { status: 422 }),
  );
  assert.deepEqual([error.code, error.retryAfterSec, error.retryable], ["no_account", undefined, false]);
});

test("an answer that may be lost is not asked for twice", async () => {
  for (const answer of [
    () => Promise.reject(new TypeError("fetch failed")),
    () => new Response("broken", { status: 502 }),
  ]) {
    const { error, requests } = await refusalBy(answer);
    assert.deepEqual([error.code, error.retryable, requests], ["unreachable", true, 1]);
    assert.match(error.message, /look at the account's balance/);
  }
});

test("a refusal without words is one all the same", async () => {
  const { error } = await refusalBy(() => Response.json(null, { status: 404 }));
  assert.deepEqual([error.code, error.shortMessage], ["refused", "the faucet answered 404"]);
});

test("what answers well, and is no faucet, is refused", async () => {
  for (const body of [null, {}, { streamWei: 1, etherWei: "1", transactions: [] }, { streamWei: "-1" }]) {
    const { error } = await refusalBy(() => Response.json(body));
    assert.deepEqual([error.code, error.retryable], ["no_faucet", false]);
  }
});

test("what is no address is refused before a request", async () => {
  const asked = answering(() => Response.json({}));
  for (const address of ["0x12", "ada.eth", "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"] as `0x${string}`[])
    await assert.rejects(requestTokens(URL, { address }), /is not an address/);
  assert.deepEqual(asked, []);
});
