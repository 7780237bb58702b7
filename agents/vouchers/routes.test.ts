// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { numberToHex, pad, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { createHttpServer } from "../kernel/http/server.ts";
import { createFaultLog, createLogger } from "../kernel/process/log.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { KERNEL_OPERATIONS, readOpenApi } from "../kernel/testing/readOpenApi.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { postVoucher, VoucherRefused } from "../sdk/channels/postVoucher.ts";
import { readAccepted } from "../sdk/channels/readAccepted.ts";
import { signVoucher } from "../sdk/channels/voucher.ts";
import { SequencerUnreachable } from "../sdk/wire/requestJson.ts";
import { Refusal } from "./refusal.ts";
import { type Accepted, type VoucherRoutesOptions, voucherRoutes } from "./routes.ts";
import type { HeldVoucher } from "./voucherTables.ts";

const channelId = pad("0x07");
const contract = { chainId: 31_337, paymentChannels: numberToHex(9, { size: 20 }) };
const sessionAccount = privateKeyToAccount(generatePrivateKey());
const key = {
  payer: zeroAddress,
  payee: pad("0x01"),
  token: zeroAddress,
  salt: 1n,
  sessionKey: sessionAccount.address,
};
const voucher = await signVoucher({ ...contract, key, cumulative: 5n, sessionAccount });
const taken: Accepted = { channelId, cumulative: 5n, addedWei: 5n };
const channel: Channel = { deposit: 9n, settled: 2n, closesAt: 0, windowSec: 60 };

/** A holder of one voucher, that answers a new one as `accept` does. */
async function setUp(t: TestContext, accept: () => Promise<Accepted>) {
  const metrics = createMetrics("test");
  const log = createLogger("test", "silent");
  const held = { channelId, key, ...voucher, acceptedMs: 0, unsettledSinceMs: 0 } as HeldVoucher;
  const options = {
    acceptVoucher: accept,
    readChannel: async () => channel,
    vouchers: { find: async (id: string) => (id === channelId ? held : undefined) },
    metrics: { vouchers: metrics.counter("vouchers_total", "Vouchers", ["outcome"]) },
    faults: createFaultLog(log, "vouchers"),
  } as unknown as VoucherRoutesOptions;
  const readiness = createReadiness();
  const routes = voucherRoutes(options);
  const server = await createHttpServer({ host: "127.0.0.1", port: 0, routes, metrics, readiness, log });
  t.onTestFinished(() => server.close());
  const post = (sequencerUrl = server.url) =>
    postVoucher({ sequencerUrl, ...contract, key, voucher, retries: 0 });
  return { url: server.url, post, metrics };
}

test("the OpenAPI document lists every route", async () => {
  assert.deepEqual(await readOpenApi(voucherRoutes({} as VoucherRoutesOptions)), [
    "POST /v1/vouchers",
    "GET /v1/channels/{id}",
    ...KERNEL_OPERATIONS,
  ]);
});

test("a voucher is taken, read back, and posted to a base URL with a slash at its end", async (t) => {
  const { url, post } = await setUp(t, async () => taken);
  for (const base of [url, `${url}/`, `${url}//`]) {
    assert.deepEqual(await post(base), { channelId, acceptedWei: 5n, addedWei: 5n });
    assert.deepEqual(await readAccepted({ sequencerUrl: base, channelId }), voucher);
  }
  const answer = await (await fetch(`${url}/v1/channels/${channelId}`)).json();
  assert.deepEqual(answer, {
    channelId,
    ...{ ...key, salt: "1" },
    ...{ accepted: "5", signature: voucher.signature },
    ...{ settled: "2", deposit: "9", closesAt: 0, status: "open" },
  });
});

test("a late voucher is no refusal", async (t) => {
  const { post, metrics } = await setUp(t, async () => ({ ...taken, late: true }));
  assert.deepEqual(await post(), { channelId, acceptedWei: 5n, addedWei: 5n, late: true });
  assert.match(await metrics.text(), /vouchers_total\{outcome="late",role="test"\} 1/);
});

test("a refusal says why, in words and by code, and what is held", async (t) => {
  const { post, metrics } = await setUp(t, async () => {
    throw new Refusal("not_higher", "A higher one is held.", { accepted: 7n });
  });
  await assert.rejects(post(), (error) => {
    assert.ok(error instanceof VoucherRefused);
    assert.deepEqual([error.code, error.acceptedWei], ["not_higher", 7n]);
    assert.match(error.message, /A higher one is held/);
    return true;
  });
  assert.match(await metrics.text(), /vouchers_total\{outcome="not_higher",role="test"\} 1/);
});

test("a failure of the disk or the chain is 503, and shows nothing of its inside", async (t) => {
  const { url, post } = await setUp(t, () => Promise.reject(new Error("disk full at /secret")));
  await assert.rejects(post(), SequencerUnreachable);
  const body = JSON.stringify({ chainId: 1 });
  const headers = { "content-type": "application/json" };
  const malformed = await fetch(`${url}/v1/vouchers`, { method: "POST", headers, body });
  assert.equal(malformed.status, 400);
  const { code, errors } = (await malformed.json()) as { code: string; errors: { pointer: string }[] };
  assert.equal(code, "malformed");
  assert.ok(errors.some(({ pointer }) => pointer === "#/signature"));
});

test("a channel of which nothing is held is 404, and what is no id is 400", async (t) => {
  const { url } = await setUp(t, async () => taken);
  assert.equal(await readAccepted({ sequencerUrl: url, channelId: pad("0x08") }), undefined);
  assert.equal((await fetch(`${url}/v1/channels/0x08`)).status, 400);
});
