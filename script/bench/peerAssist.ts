// SPDX-License-Identifier: GPL-3.0-or-later
// Eight viewers of one work over real WebRTC in one process, beside one edge behind a shaped line: which share of the bytes comes from peers,
// and what they wait for beyond what they wait for with the edge alone. Then two of them give 0.3 Mbit/s, then two poison.
// Run: npm run bench:peers; four minutes.
import { newActor, playableSample } from "../../agents/edge/testing/helpingViewers.ts";
import { storeSample } from "../../agents/edge/testing/publishSample.ts";
import { startTestEdge } from "../../agents/edge/testing/startTestEdge.ts";
import { startDevchain } from "../../agents/localnet/devchain.ts";
import { waitFor } from "../../agents/localnet/waitFor.ts";
import { proofOf } from "../../agents/sdk/content/proof.ts";
import type { PeerIdentity } from "../../agents/sdk/peers/receiptBook.ts";
import { joinSwarm, type Swarm } from "../../agents/sdk/peers/swarm.ts";
import { nodeConnection } from "../../agents/sdk/peers/testing/nodeConnection.ts";
import { strangePeer } from "../../agents/sdk/peers/testing/strangePeer.ts";
import { play } from "../../agents/sdk/player/play.ts";
import { type Playback, realTimePlayback } from "../../agents/sdk/player/playback.ts";
import { Pipe } from "./play/pipe.ts";

const VIEWERS = 8;
const SECONDS = 45;
const WORK_BITS_PER_SEC = 3e6;
/** Bears eight viewers, and a quarter more. */
const EDGE_BITS_PER_SEC = 30e6;
const SLOW_BYTES_PER_SEC = 0.3e6 / 8;
const STRANGERS = 2;
/** One viewer comes after the other. */
const APART_MS = 500;
const GOALS = { all: 70, slow: 60, poisoned: 60 };

type Result = { peerBytes: number; edgeBytes: number; stalledSec: number };

const devchain = await startDevchain(["--block-time", "1", "--mixed-mining"]);
const edge = await startTestEdge(devchain);
const line = new Pipe({ name: "edge", rttSec: 0.02, changes: [{ atSec: 0, bitsPerSec: EDGE_BITS_PER_SEC }] });
const work = await playableSample(devchain, SECONDS, WORK_BITS_PER_SEC / 8);
await storeSample(edge.edge, work);
const shaped = { operator: edge.edge.operator, endpoint: await line.to(edge.url) };
const identities = await Promise.all(Array.from({ length: VIEWERS }, () => newActor(devchain)));

async function watch(swarm: Swarm | undefined, tally: Result): Promise<void> {
  const clock = realTimePlayback();
  let dueMs = Number.POSITIVE_INFINITY;
  const playback: Playback = {
    async begins(second, signal) {
      // called once the second is there: what is later than the one before it has ended was waited for
      tally.stalledSec += Math.max(0, performance.now() - dueMs - 20) / 1_000;
      const begins = await clock.begins(second, signal);
      dueMs = performance.now() + 1_000;
      return begins;
    },
  };
  await play({
    content: { ...work.content, ratePerSecondWei: 0n } as Parameters<typeof play>[0]["content"],
    ...{ edges: [shaped], peers: swarm, playback },
    paymentSession: { pay: async () => {}, paidWei: 0n } as never,
    onFetched({ byteCount }) {
      tally.edgeBytes += byteCount;
    },
  });
}

/** Plays the work for all viewers; those of `slow` give little, and the last `poisoning` are none but poison. */
async function scene(what: string, { slow = 0, poisoning = 0, isAlone = false }): Promise<Result> {
  const tally: Result = { peerBytes: 0, edgeBytes: 0, stalledSec: 0 };
  const honest = identities.slice(0, VIEWERS - poisoning);
  const swarms = isAlone ? [] : honest.map((identity, at) => join(identity, at < slow, tally));
  const strangers = identities.slice(VIEWERS - poisoning).map(poisoner);
  const whole = honest.length - 1 + poisoning;
  if (!isAlone) await waitFor("viewers to meet", async () => swarms.every(({ size }) => size === whole));
  await Promise.all(
    honest.map(async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, at * APART_MS));
      await watch(swarms[at], tally);
    }),
  );
  await Promise.all(swarms.map((swarm) => swarm.stop()));
  for (const stranger of strangers) stranger.stop();
  const { peerBytes, edgeBytes, stalledSec } = tally;
  const share = (100 * peerBytes) / (peerBytes + edgeBytes);
  console.log(
    `${what.padEnd(34)}${share.toFixed(1).padStart(6)} % from peers ${(edgeBytes / 1e6).toFixed(0).padStart(5)} MB from the edge ${stalledSec.toFixed(2).padStart(7)} s stalled in all`,
  );
  return tally;
}

function join(identity: PeerIdentity, isSlow: boolean, tally: Result): Swarm {
  return joinSwarm({
    ...{ content: work.content, edges: [edge.edge], identity, newConnection: nodeConnection },
    ...(isSlow && { uploadBytesPerSec: SLOW_BYTES_PER_SEC }),
    onEvent(event) {
      if (event.type === "chunk") tally.peerBytes += event.byteCount;
    },
  });
}

function poisoner(identity: PeerIdentity) {
  return strangePeer({
    ...{ content: work.content, edges: [edge.edge], identity, newConnection: nodeConnection },
    onMessage(message, link) {
      if (message.kind !== "ask") return;
      const bytes = work.chunks[message.index]!;
      const chunk = { proof: proofOf(work.tree, message.index), bytes: bytes.with(0, bytes[0]! ^ 1) };
      link.send(message.index, chunk);
    },
  });
}

console.log(
  `${VIEWERS} viewers, ${SECONDS} s of ${WORK_BITS_PER_SEC / 1e6} Mbit/s each, one edge of ${EDGE_BITS_PER_SEC / 1e6} Mbit/s for all`,
);
const missed: string[] = [];
const alone = await scene("the edge alone", { isAlone: true });
const scenes = {
  all: await scene("with peers", {}),
  slow: await scene(`with peers, ${STRANGERS} give 0.3 Mbit/s`, { slow: STRANGERS }),
  poisoned: await scene(`with peers, ${STRANGERS} poison`, { poisoning: STRANGERS }),
};
for (const [name, { peerBytes, edgeBytes, stalledSec }] of Object.entries(scenes)) {
  const share = (100 * peerBytes) / (peerBytes + edgeBytes);
  const goal = GOALS[name as keyof typeof GOALS];
  if (share < goal) missed.push(`${name}: ${share.toFixed(1)} % from peers are below ${goal} %`);
  const added = stalledSec - alone.stalledSec;
  if (added > 0.1) missed.push(`${name}: ${added.toFixed(2)} s stalled more than with the edge alone`);
}
console.log(missed.length === 0 ? "Every goal is met." : `Missed:\n${missed.join("\n")}`);
line.close();
await edge.stop();
await devchain.stop();
process.exit(0);
