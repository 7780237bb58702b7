// SPDX-License-Identifier: GPL-3.0-or-later
// The player that memory.ts measures, in a process of its own: the SDK as it is published plays a work that costs nothing, as fast as its
// bytes come, and drops them.
import { once } from "node:events";
import { linkKeys } from "@tributary/sdk";
import { type PlayParameters, play } from "@tributary/sdk/player";

export type PlayedWork = Pick<PlayParameters, "content" | "court" | "edges"> & { workKey: Uint8Array };

/** `heldBytes`: what is in use once garbage is collected, on the heap and beside it. */
export type Look = { playedSec: number; heldBytes: number };

/** Between two looks at the memory. */
const LOOK_SEC = 1_200;

const [{ workKey, ...work }] = (await once(process, "message")) as [PlayedWork];
const look = (playedSec: number) => process.send!({ playedSec, heldBytes: heldBytes() } satisfies Look);
look(0);
const { secondsPlayed, manifest } = await play({
  ...work,
  keys: linkKeys(workKey),
  paymentSession: { paidWei: 0n, pay: () => Promise.reject(new Error("the work costs nothing")) },
  playback: { begins: async () => true },
  onBytes: () => {},
  onSecond: ({ second }) => (second + 1) % LOOK_SEC === 0 && look(second + 1),
});
if (secondsPlayed !== manifest.durationSec) throw new Error(`${secondsPlayed} seconds were played`);
process.disconnect();

function heldBytes(): number {
  // buffers go with the collection after that of what names them
  for (let times = 0; times < 2; times += 1) globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
