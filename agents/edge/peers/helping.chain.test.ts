// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { proofOf } from "../../sdk/content/proof.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { NO_WORD, unpackOperation } from "../../sdk/interactions/operation.ts";
import { MOST_ASKED } from "../../sdk/peers/peerChoice.ts";
import type { PeerIdentity, PeerReceipt } from "../../sdk/peers/receiptBook.ts";
import { joinSwarm, type PeerEvent, type Swarm } from "../../sdk/peers/swarm.ts";
import { nodeConnection } from "../../sdk/peers/testing/nodeConnection.ts";
import { strangePeer } from "../../sdk/peers/testing/strangePeer.ts";
import { play } from "../../sdk/player/play.ts";
import { newActor, playableSample } from "../testing/helpingViewers.ts";
import { storeSample } from "../testing/publishSample.ts";
import { startTestEdge } from "../testing/startTestEdge.ts";

const SECONDS = 16;
let devchain: Devchain;
let edge: Awaited<ReturnType<typeof startTestEdge>>;
let work: Awaited<ReturnType<typeof playableSample>>;
beforeAll(async () => {
  devchain = await startDevchain(["--block-time", "1", "--mixed-mining"]);
  edge = await startTestEdge(devchain);
  work = await playableSample(devchain, SECONDS, 150_000);
  await storeSample(edge.edge, work);
});
afterAll(async () => {
  await edge?.stop();
  await devchain?.stop();
});

type Viewer = { identity: PeerIdentity; swarm: Swarm; events: PeerEvent[]; receipts: PeerReceipt[] };

function viewerAs(identity: PeerIdentity, edges: readonly Edge[] = [edge.edge]): Viewer {
  const events: PeerEvent[] = [];
  const receipts: PeerReceipt[] = [];
  const swarm = joinSwarm({
    ...{ content: work.content, edges, identity, newConnection: nodeConnection },
    onEvent: (event) => events.push(event),
    onReceipt: (receipt) => receipts.push(receipt),
  });
  return { identity, swarm, events, receipts };
}

/** Plays the work to its end, and demands that every byte is right. */
async function playAll(
  { swarm }: Pick<Viewer, "swarm">,
  edges: readonly Edge[] = [edge.edge],
): Promise<void> {
  const media: Uint8Array[] = [];
  const { secondsPlayed } = await play({
    content: { ...work.content, ratePerSecondWei: 0n } as Parameters<typeof play>[0]["content"],
    ...{ edges, peers: swarm, paymentSession: { pay: async () => {}, paidWei: 0n } as never },
    onBytes: (bytes) => media.push(bytes),
  });
  assert.equal(secondsPlayed, SECONDS);
  assert.deepEqual(media, work.media);
}

const fromPeers = ({ events }: Viewer) =>
  events.reduce((sum, event) => sum + (event.type === "chunk" ? event.byteCount : 0), 0);
const of = (events: readonly PeerEvent[], type: PeerEvent["type"], { actor }: PeerIdentity) =>
  events.filter((event) => event.type === type && event.peer.actor === actor);

test("A18: four viewers play to the end beside one that poisons, who is gone after a chunk, and one that is too slow, who is left", async (t) => {
  const [poisoner, snail, ...honest] = await Promise.all(Array.from({ length: 6 }, () => newActor(devchain)));
  const chunkAt = (index: number) => ({ proof: proofOf(work.tree, index), bytes: work.chunks[index]! });
  const parts = { content: work.content, edges: [edge.edge], newConnection: nodeConnection };
  /** Chunks that the poisoner sent to each. */
  const poisoned = new Map<string, number>();
  const poison = strangePeer({
    ...{ ...parts, identity: poisoner! },
    onMessage(message, link, from) {
      if (message.kind !== "ask") return;
      poisoned.set(from, (poisoned.get(from) ?? 0) + 1);
      const { proof, bytes } = chunkAt(message.index);
      link.send(message.index, { proof, bytes: bytes.with(0, bytes[0]! ^ 1) });
    },
  });
  const slow = strangePeer({ ...{ ...parts, identity: snail! }, onMessage() {} });
  t.onTestFinished(() => {
    poison.stop();
    slow.stop();
  });
  const viewers = honest.map((identity) => viewerAs(identity));
  t.onTestFinished(async () => void (await Promise.all(viewers.map(({ swarm }) => swarm.stop()))));
  await waitFor("viewers to meet", async () => viewers.every(({ swarm }) => swarm.size === 5));

  await Promise.all(viewers.map((viewer) => playAll(viewer)));

  for (const viewer of viewers) {
    assert.ok(fromPeers(viewer) > 0);
    assert.equal(of(viewer.events, "refused", poisoner!).length, 1);
    assert.equal(of(viewer.events, "chunk", poisoner!).length, 0);
    assert.ok(of(viewer.events, "left", snail!).length > 0);
    assert.equal(of(viewer.events, "chunk", snail!).length, 0);
    for (const { identity } of viewers) assert.equal(of(viewer.events, "refused", identity).length, 0);
  }
  // gone for good: nobody meets it again, though it is drawn to them
  await waitFor("the poisoner's links to end", async () =>
    [...poisoned.keys()].every((id) => !poison.links.has(id)),
  );
  assert.equal(poisoned.size, viewers.length);
  // what was asked before the first came back is all that it ever gets
  for (const asked of poisoned.values()) assert.ok(asked <= MOST_ASKED);
});

test("whoever is helped signs for it, the helper keeps the latest receipt, and both play on without the edge where they met", async (t) => {
  const [one, other] = await Promise.all([newActor(devchain), newActor(devchain)]);
  const meetingPlace = await startTestEdge(devchain);
  await storeSample(meetingPlace.edge, work);
  const helper = viewerAs(one!, [meetingPlace.edge]);
  const helped = viewerAs(other!, [meetingPlace.edge]);
  t.onTestFinished(async () => void (await Promise.all([helper.swarm.stop(), helped.swarm.stop()])));
  await waitFor("viewers to meet", async () => helper.swarm.size === 1 && helped.swarm.size === 1);
  await meetingPlace.stop();

  await playAll(helper);
  await playAll(helped);

  const received = fromPeers(helped);
  assert.ok(received > 0);
  await helped.swarm.stop();
  const latest = helped.receipts.at(-1);
  const { actor, ...operation } = unpackOperation({ operation: latest!.operation, word: NO_WORD })!;
  assert.equal(actor, helped.identity.actor);
  const units = Math.floor(received / 65_536);
  assert.deepEqual(operation, { kind: "peer", target: helper.identity.actor, slot: 0, units });
  await waitFor("the receipt", async () => helper.swarm.receipts().at(-1)?.operation === latest!.operation);
  assert.deepEqual(helper.swarm.receipts(), [latest]);
});

test("with no edge to meet at, or none that lets viewers meet, a work plays as before", async () => {
  const identity = await newActor(devchain);
  const closed = await startTestEdge(devchain, { peers: false });
  const nowhere = { operator: closed.edge.operator, endpoint: "http://127.0.0.1:9" };
  const viewer = viewerAs(identity, [closed.edge, nowhere]);
  await playAll(viewer);
  await viewer.swarm.stop();
  assert.deepEqual(viewer.events, []);
  await closed.stop();
});
