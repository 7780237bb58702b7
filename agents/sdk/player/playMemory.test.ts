// SPDX-License-Identifier: MIT
// What a player that plays for long keeps: nothing of what it handed out.
import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { zeroAddress, zeroHash } from "viem";
import { test } from "vitest";
import { serveSample } from "../content/testing/sampleEdge.ts";
import { sampleRenditions } from "../content/testing/sampleRenditions.ts";
import { sampleBytes } from "../content/testing/sampleWork.ts";
import { linkKeys } from "../encryption/keyProvider.ts";
import { play } from "./play.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const FRAGMENTS = 40;
/** What is on its way when the player is looked at: the fragment of that moment, the next ones, and what a stack still names. */
const MOST_KEPT = 8;
const court = { chainId: 31_337, contentCourt: `0x${"11".repeat(20)}` } as const;

test("neither a fragment that was handed out nor what its taker answered is kept", async () => {
  const workKey = sampleBytes(32, 5);
  const plaintexts = Array.from({ length: FRAGMENTS }, (_, seed) => sampleBytes(10_000, seed));
  const sample = await sampleRenditions([{ plaintexts }], { workKey });
  const content = {
    ...{ ...sample.content, publisher: zeroAddress, payee: zeroHash },
    ...{ ratePerSecondWei: 0n, live: false },
  };
  const { edge, close } = await serveSample({ ...sample, content, court });
  const given: WeakRef<object>[] = [];
  const answered: WeakRef<object>[] = [];
  let kept: number[] = [];
  try {
    await play({
      ...{ content, court, edges: [edge], keys: linkKeys(workKey) },
      paymentSession: { paidWei: 0n, pay: () => Promise.reject(new Error("the work costs nothing")) },
      playback: { begins: async () => true },
      async onBytes(bytes) {
        const answer = { length: bytes.length };
        given.push(new WeakRef(bytes.buffer));
        answered.push(new WeakRef(answer));
        if (given.length === FRAGMENTS) {
          // a weak reference holds what it names until its turn is over
          await turn();
          collectGarbage();
          kept = [given, answered].map((all) => all.filter((one) => one.deref()).length);
        }
        return answer;
      },
    });
  } finally {
    close();
  }
  assert.equal(given.length, FRAGMENTS);
  const [fragments, answers] = kept;
  assert.ok(fragments! <= MOST_KEPT, `${fragments} of ${FRAGMENTS} fragments are kept`);
  assert.ok(answers! <= MOST_KEPT, `${answers} of ${FRAGMENTS} answers are kept`);
});
