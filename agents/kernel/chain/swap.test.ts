// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { Hex } from "viem";
import { type TestContext, test } from "vitest";
import { describeError, type UserError } from "../process/errors.ts";
import { manualClock } from "../testing/manualClock.ts";
import type { ChainClient } from "./chain.ts";
import { headOf } from "./head.ts";
import { watchForSwap } from "./swap.ts";

/** A chain of empty blocks, told apart from others by its letter. */
function setUp(t: TestContext) {
  const rpc = { letter: "a", height: 10n, down: false, asked: 0 };
  const hashOf = (letter: string, number: bigint): Hex =>
    `0x${letter}${number.toString(16).padStart(63, "0")}`;
  const publicClient = {
    async getBlock({ blockNumber }: { blockNumber?: bigint } = {}) {
      if (rpc.down) throw new Error("no answer");
      if (blockNumber === 0n) rpc.asked += 1;
      const number = blockNumber ?? rpc.height;
      return {
        number,
        hash: hashOf(rpc.letter, number),
        parentHash: hashOf(rpc.letter, number - 1n),
        timestamp: number,
        gasLimit: 1n,
      };
    },
  } as unknown as Pick<ChainClient, "getBlock">;
  const clock = manualClock();
  const watch = watchForSwap({
    publicClient,
    chainId: 31_337,
    genesisHash: hashOf("a", 0n),
    directory: "/data/edge",
    clock,
  });
  t.onTestFinished(() => watch.stop());
  let broken: UserError | undefined;
  void watch.broken.then((fault) => {
    broken = fault;
  });
  return {
    rpc,
    /** The role looks at the chain, and half a second passes. */
    async pass(times = 1) {
      for (let time = 0; time < times; time++) {
        await headOf(publicClient)
          .look()
          .catch(() => {});
        await clock.advance(500);
        await setImmediate();
      }
    },
    broken: () => broken && describeError(broken),
  };
}

test("a development chain that was started anew is noticed within a second of its first block", async (t) => {
  const { rpc, pass, broken } = setUp(t);
  await pass(3);
  assert.equal(rpc.asked, 0, "nothing is asked while the head goes on");
  Object.assign(rpc, { letter: "b", height: 1n });
  await pass(2);
  assert.match(
    broken()!,
    /^The RPC serves another chain now \(genesis 0xb0+\) than the chain 31337 .* than \/data\/edge\.$/,
  );
});

test("one node of many that is wrong once ends nobody", async (t) => {
  const { rpc, pass, broken } = setUp(t);
  await pass(2);
  Object.assign(rpc, { letter: "b", height: 1n });
  await pass(1);
  Object.assign(rpc, { letter: "a", height: 11n });
  await pass(3);
  assert.equal(broken(), undefined);
});

test("a reorg, a lagging node and one that is down are no swap", async (t) => {
  const { rpc, pass, broken } = setUp(t);
  await pass(2);
  rpc.height = 8n;
  await pass(3);
  rpc.down = true;
  await pass(200);
  Object.assign(rpc, { down: false, height: 12n });
  await pass(3);
  assert.equal(broken(), undefined);
});

test("another chain that is as long is noticed within a minute", async (t) => {
  const { rpc, pass, broken } = setUp(t);
  await pass(2);
  Object.assign(rpc, { letter: "c", height: 5_000n });
  await pass(121);
  assert.match(broken()!, /genesis 0xc0/);
});
