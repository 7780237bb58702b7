// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { createPublicClient, custom, numberToHex } from "viem";
import { test } from "vitest";
import { withTributary } from "../chain/deployment.ts";
import { foundry } from "../chain/foundry.ts";
import { deployments } from "../deployment/deployments.generated.ts";
import { getStreamsOf } from "../streams/getStreamsOf.ts";
import { getChannelsOf } from "./getChannelsOf.ts";

const account = (n: number) => numberToHex(n, { size: 20 });
const bytes32 = (n: number) => numberToHex(n, { size: 32 });
const PAYER = account(0xab);

/** A chain without a log; `asked` counts the reads of channels and streams. */
function emptyChain() {
  const chain = { asked: 0 };
  const request = async ({ method }: { method: string }) => {
    if (method === "eth_blockNumber") return "0x64";
    if (method === "eth_getLogs") return [];
    chain.asked += 1;
    throw new Error(method);
  };
  const transport = custom({ request } as never, { retryCount: 0 });
  const client = createPublicClient({
    chain: withTributary(foundry, deployments[foundry.id]),
    transport,
  });
  return { chain, client };
}

/** A cache in which somebody has written these keys. */
const holding = (...keys: unknown[]) => ({
  getItem: () => JSON.stringify({ block: "100", keys }),
  setItem() {},
});

const channel = { payer: PAYER, payee: bytes32(7), token: account(1), salt: "0", sessionKey: account(2) };
const stream = { id: `${PAYER}${"00".repeat(12)}`, payee: bytes32(7), token: account(1) };

test("what is no key of a channel of the payer is left out, before the chain is asked", async () => {
  const { chain, client } = emptyChain();
  const bad = [
    ...[null, 7, "0x", [], {}, { ...channel, payer: account(0xcd) }, { ...channel, payer: undefined }],
    ...[
      { ...channel, payee: account(7) },
      { ...channel, payee: `${bytes32(7)}00` },
    ],
    ...[
      { ...channel, token: "0x1" },
      { ...channel, token: 1 },
      { ...channel, sessionKey: null },
    ],
    ...["", "-1", "1.5", "0x1", "18446744073709551616", "99999999999999999999999", undefined].map((salt) => ({
      ...{ ...channel, salt },
    })),
  ];
  assert.deepEqual(await getChannelsOf(client, { payer: PAYER, cache: holding(...bad) }), []);
  assert.equal(chain.asked, 0);
  await assert.rejects(getChannelsOf(client, { payer: PAYER, cache: holding(channel) }));
  assert.ok(chain.asked > 0, "a good key is asked for");
});

test("what is no key of a stream of the viewer is left out, before the chain is asked", async () => {
  const { chain, client } = emptyChain();
  const bad = [
    ...[null, 7, {}, { ...stream, id: bytes32(1) }, { ...stream, id: PAYER }, { ...stream, payee: "0x" }],
    ...[{ ...stream, token: undefined }],
  ];
  assert.deepEqual(await getStreamsOf(client, { viewer: PAYER, cache: holding(...bad) }), []);
  assert.equal(chain.asked, 0);
  await assert.rejects(getStreamsOf(client, { viewer: PAYER, cache: holding(stream) }));
  assert.ok(chain.asked > 0, "a good key is asked for");
});
