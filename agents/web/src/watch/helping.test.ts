// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { zeroAddress } from "viem";
import { test } from "vitest";
import type { PeerEvent } from "../../../sdk/peers/swarm.ts";
import { afterPeerEvent, NOTHING } from "./helping.ts";

const peer = { id: "0x00", actor: 3, key: zeroAddress } as const;

test("what came from peers, went to them, and was refused is counted; who comes and goes is not", () => {
  const events: PeerEvent[] = [
    { type: "connected", peer },
    { type: "chunk", peer, index: 1, byteCount: 10 },
    { type: "chunk", peer, index: 2, byteCount: 20 },
    { type: "sent", peer, byteCount: 5 },
    { type: "left", peer, reason: "is too slow" },
    { type: "refused", peer, reason: "sent bytes that are not the chunk's" },
    { type: "gone", peer, reason: "went away" },
  ];
  assert.deepEqual(events.reduce(afterPeerEvent, NOTHING), {
    ...{ peers: 0, receivedBytes: 30, sentBytes: 5, refused: 1 },
  });
});
