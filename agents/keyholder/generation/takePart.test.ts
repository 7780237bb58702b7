// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { padHex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { test } from "vitest";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { createTakePart } from "./takePart.ts";

test("strangers' proposals, however many name this node, cost it no read of the chain, and are said once each", async (t) => {
  const [stranger, friend] = [padHex("0x1", { size: 20 }), padHex("0x2", { size: 20 })];
  const own = Array.from({ length: 100 }, (_, at) => ({
    ...{
      committeeId: padHex(`0x${at + 1}`, { size: 32 }),
      founder: stranger,
      salt: padHex("0x1", { size: 32 }),
    },
  }));
  const said: unknown[] = [];
  let height = 0n;
  const block = () => {
    height += 1n;
    const hash = padHex(`0x${height}`, { size: 32 });
    return { number: height, hash, parentHash: hash, timestamp: height, gasLimit: 0n };
  };
  const takePart = createTakePart({
    publicClient: { getBlock: async () => block(), readContract: assert.fail } as never,
    keyGeneration: padHex("0x3", { size: 20 }),
    keyRegistry: padHex("0x4", { size: 20 }),
    curve: createNativeCurve(),
    privateKey: generatePrivateKey(),
    dataDir: scratchDir(t),
    founders: [friend],
    generations: {
      poll: async () => ({ nextBlock: height }),
      all: async () => ({ own, ids: own.map(({ committeeId }) => committeeId) }),
      dealings: assert.fail,
    } as never,
    sender: { recover: async () => {} } as never,
    log: { info: assert.fail, warn: (about: object) => void said.push(about) } as never,
  });
  await takePart.tick(AbortSignal.timeout(60_000));
  await takePart.tick(AbortSignal.timeout(60_000));
  assert.equal(said.length, 100);
  assert.deepEqual(said[0], {
    ...{ committeeId: own[0]!.committeeId, founder: stranger, reason: "its founder is not in --founders" },
  });
});
