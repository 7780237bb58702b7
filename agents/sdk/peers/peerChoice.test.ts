// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { choosePeer, isTooSlow, LEAST_SLACK_SEC, MOST_ASKED, turnOf } from "./peerChoice.ts";

const CHUNK = 65_536;
const peer = (id: string, megabits: number | undefined, asked = 0, isBusy = false) => ({
  ...{ id, asked, isBusy, bitsPerSec: megabits === undefined ? undefined : megabits * 1e6 },
});
const chosen = (peers: ReturnType<typeof peer>[], slackSec = 20) => choosePeer(peers, CHUNK, slackSec)?.id;

test("whoever brings the chunk first is asked, what it was asked before included", () => {
  assert.equal(chosen([peer("slow", 1), peer("fast", 8)]), "fast");
  assert.equal(chosen([peer("idle", 5), peer("fast", 8, 3)]), "idle");
  // a newcomer is tried, or it would never be measured
  assert.equal(chosen([peer("slow", 1), peer("new", undefined)]), "new");
});

test("nobody is asked who is busy, was asked for enough, or would not bring it while the buffer holds 4 s", () => {
  assert.equal(chosen([]), undefined);
  assert.equal(chosen([peer("busy", 8, 0, true), peer("full", 100, MOST_ASKED)]), undefined);
  assert.ok(LEAST_SLACK_SEC > 4);
  assert.equal(chosen([peer("fast", 100)], LEAST_SLACK_SEC), undefined);
  assert.equal(chosen([peer("slow", 0.6)], LEAST_SLACK_SEC + 0.5), undefined);
  assert.equal(chosen([peer("slow", 0.6)], LEAST_SLACK_SEC + 1), "slow");
  assert.equal(chosen([peer("still", 0)]), undefined);
});

test("a line of 0.3 Mbit/s is too slow, one of 0.5 is not", () => {
  assert.ok(isTooSlow(0.3e6, CHUNK));
  assert.ok(!isTooSlow(0.5e6, CHUNK));
});

test("all viewers compute the same turns, each another, and each begins about as often", () => {
  const ids = Array.from({ length: 8 }, (_, at) => `0x${at}`);
  const begins = new Map<string, number>();
  for (let first = 0; first < 8_000; first += 12) {
    const turns = ids.map((id) =>
      turnOf(
        first,
        id,
        ids.filter((other) => other !== id),
      ),
    );
    assert.deepEqual([...turns].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
    const begun = ids[turns.indexOf(0)]!;
    begins.set(begun, (begins.get(begun) ?? 0) + 1);
  }
  for (const id of ids) assert.ok(begins.get(id)! > 30, `${id} ${begins.get(id)}`);
});
