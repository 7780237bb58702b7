// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createClient,
  custom,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  type Hex,
  numberToHex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type TestContext, test } from "vitest";
import { channelOfFunction, OpenedEvent } from "../abis/paymentChannels.generated.ts";
import { foundry } from "../chain/foundry.ts";
import { payeeOfSplit } from "../chain/payee.ts";
import { channelIdOf } from "./channel.ts";
import { VoucherRefused } from "./postVoucher.ts";
import type { SessionStore, StoredSession } from "./sessionStore.ts";
import { signVoucher } from "./voucher.ts";
import { ChannelNotOpen, waitForChannel } from "./waitForChannel.ts";

type Answer = { status: number; body: object; headers?: Record<string, string> };
type State = { deposit: bigint; closesAt?: number; windowSec?: number };

const OPEN: State = { deposit: 100n, windowSec: 900 };
const NONE: State = { deposit: 0n };
const contract = { chainId: foundry.id, paymentChannels: numberToHex(9, { size: 20 }) };
const unknown: Answer = { status: 404, body: { code: "unknown_channel", detail: "Nothing here." } };
const notFinal: Answer = {
  status: 425,
  headers: { "retry-after": "0" },
  body: { code: "not_final", detail: "Only 0 wei of the deposit are final." },
};
const taken: Answer = { status: 200, body: { channelId: "0x", accepted: "1" } };

/** A chain that shows `states` one after another, and a sequencer that answers `posts`; each list stays at its last. */
async function scene(t: TestContext, states: State[], posts: Answer[], held?: bigint) {
  const sessionKey = generatePrivateKey();
  const sessionAccount = privateKeyToAccount(sessionKey);
  const token = numberToHex(2, { size: 20 });
  const payer = numberToHex(1, { size: 20 });
  const key = { payer, payee: payeeOfSplit(3n), token, salt: 5n, sessionKey: sessionAccount.address };
  const channelId = channelIdOf({ ...contract, key });
  const posted: string[] = [];
  const next = <one>(list: one[]) => (list.length > 1 ? list.shift()! : list[0]!);

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const send = ({ status, body, headers }: Answer) =>
      response.writeHead(status, headers).end(JSON.stringify(body));
    if (request.method === "GET") return send(held === undefined ? unknown : await heldVoucher(held));
    posted.push(JSON.parse(text).cumulative);
    send(next(posts));
  });
  async function heldVoucher(cumulative: bigint): Promise<Answer> {
    const { signature } = await signVoucher({ ...contract, key, cumulative, sessionAccount });
    return { status: 200, body: { accepted: String(cumulative), signature } };
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.onTestFinished(() => void server.close());
  const sequencerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const { deposit, windowSec = 0 } = OPEN;
  const hash = numberToHex(11, { size: 32 });
  const receipt = {
    ...{ transactionHash: hash, blockNumber: "0x1", blockHash: hash, status: "0x1", transactionIndex: "0x0" },
    ...{ from: payer, to: contract.paymentChannels, gasUsed: "0x1", cumulativeGasUsed: "0x1", type: "0x2" },
    logs: [
      {
        ...{ address: contract.paymentChannels, blockNumber: "0x1", blockHash: hash, logIndex: "0x0" },
        ...{ transactionHash: hash, transactionIndex: "0x0", removed: false },
        topics: encodeEventTopics({
          ...{ abi: [OpenedEvent], args: { channelId, payer, payee: key.payee } },
        }),
        data: encodeAbiParameters(
          OpenedEvent.inputs.filter(({ indexed }) => !indexed) as never,
          [token, key.salt, key.sessionKey, windowSec, deposit] as never,
        ),
      },
    ],
  };
  const client = createClient({
    chain: foundry,
    pollingInterval: 1,
    transport: custom({
      async request({ method }: { method: string }) {
        if (method === "eth_blockNumber") return "0x1";
        if (method === "eth_getTransactionReceipt") return receipt;
        assert.equal(method, "eth_call");
        const state = { settled: 0n, closesAt: 0, windowSec: 0, ...next(states) };
        return encodeFunctionResult({ abi: [channelOfFunction], result: state });
      },
    }),
  });
  const stored: StoredSession = { ...contract, channelId, key, windowSec, sessionKey };
  const store = { load: async (id: Hex) => (id === channelId ? stored : undefined) } as SessionStore;
  const waits: unknown[] = [];
  const parameters = {
    ...{ sequencerUrl, paymentChannels: contract.paymentChannels },
    onWait: ({ json }: { json: Record<string, unknown> }) => waits.push(json.code),
  };
  return { client, parameters, channelId, key, hash, store, sessionAccount, posted, waits };
}

test("waits for the block, for a sequencer behind it, and for the deposit to be final; then the session pays", async (t) => {
  const posts = [unknown, notFinal, notFinal, taken];
  const { client, parameters, channelId, key, store, posted, waits } = await scene(
    t,
    [NONE, NONE, OPEN],
    posts,
  );
  const answer = await waitForChannel(client, { ...parameters, channelId, store });
  assert.deepEqual(
    [answer.channelId, answer.key, answer.depositWei, answer.session.paidWei],
    [channelId, key, 100n, 1n],
  );
  assert.deepEqual(waits, [
    ...Array(3).fill("unknown_channel"), // twice of the chain, once of the sequencer
    ...["not_final", "not_final"],
  ]);
  assert.deepEqual(posted, ["1", "1", "1", "1"]);
  await answer.session.pay(4n);
  assert.equal(posted.at(-1), "5");
});

test("finds the channel by the hash of its opening, or by its key", async (t) => {
  for (const by of ["hash", "key"] as const) {
    const { client, parameters, channelId, sessionAccount, ...channel } = await scene(t, [OPEN], [taken]);
    const which = by === "hash" ? { hash: channel.hash } : { key: channel.key };
    const answer = await waitForChannel(client, { ...parameters, ...which, sessionAccount });
    assert.deepEqual([answer.channelId, answer.key], [channelId, channel.key]);
  }
});

test("pays nothing where the sequencer holds a voucher of the channel", async (t) => {
  const { client, parameters, channelId, store, posted } = await scene(t, [OPEN], [taken], 40n);
  const { session } = await waitForChannel(client, { ...parameters, channelId, store });
  assert.deepEqual([posted, session.paidWei], [[], 40n]);
});

test("a refusal that does not pass is thrown at once", async (t) => {
  const refused: Answer = { status: 403, body: { code: "payee_not_served", detail: "Another payee's." } };
  const { client, parameters, channelId, store, posted } = await scene(t, [OPEN], [refused]);
  await assert.rejects(
    waitForChannel(client, { ...parameters, channelId, store }),
    (error) => error instanceof VoucherRefused && error.code === "payee_not_served",
  );
  assert.equal(posted.length, 1);
});

test("a channel that is closing or closed is not waited for", async (t) => {
  for (const [state, status] of [
    [{ deposit: 1n, windowSec: 900, closesAt: 7 }, "closing"],
    [{ deposit: 0n, closesAt: 7 }, "closed"],
  ] as const) {
    const { client, parameters, channelId, store, posted } = await scene(t, [state], [taken]);
    await assert.rejects(waitForChannel(client, { ...parameters, channelId, store }), (error) => {
      assert.ok(error instanceof ChannelNotOpen, String(error));
      assert.deepEqual([error.status, error.retryable], [status, false]);
      return true;
    });
    assert.deepEqual(posted, []);
  }
});

test("patience ends, for a channel that nobody opens and for a sequencer that never learns of it", async (t) => {
  const never = await scene(t, [NONE], [taken]);
  const which = { channelId: never.channelId, store: never.store, patienceMs: 3 };
  await assert.rejects(waitForChannel(never.client, { ...never.parameters, ...which }), {
    ...{ name: "ChannelNotOpen", retryable: true },
  });
  assert.equal(never.waits.length, 3);
  const deaf = await scene(t, [OPEN], [unknown]);
  await assert.rejects(
    waitForChannel(deaf.client, {
      ...{ ...deaf.parameters, channelId: deaf.channelId, store: deaf.store, patienceMs: 3 },
    }),
    { code: "unknown_channel" },
  );
});

test("a store without the channel's key is an error, before anything is asked", async (t) => {
  const { client, parameters, store } = await scene(t, [OPEN], [taken]);
  const channelId = numberToHex(1, { size: 32 });
  await assert.rejects(waitForChannel(client, { ...parameters, channelId, store }), /holds no key/);
});
