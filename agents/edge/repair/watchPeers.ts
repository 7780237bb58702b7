// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { type Outgoing, OutgoingError } from "../../kernel/http/outgoing.ts";
import type { Clock } from "../../kernel/process/clock.ts";
import { createFrameReader } from "../../sdk/content/chunkFrames.ts";
import { chunksUrl } from "../../sdk/content/edgeApi.ts";
import { CHUNK_BYTES } from "../../sdk/content/leaf.ts";
import { createLeafCheck } from "../../sdk/content/proof.ts";
import { BadAnswerError } from "../../sdk/content/requestChunk.ts";
import { requireChunk } from "../../sdk/content/requireChunk.ts";
import type { CommittedContent } from "../../sdk/content/tree.ts";
import { createDoubts, type Doubts } from "./doubts.ts";
import {
  type BeatDomain,
  heartbeatUrl,
  MOST_BEAT_BYTES,
  parseHeartbeat,
  type TakenBeat,
  takeHeartbeat,
} from "./heartbeat.ts";
import type { Peer, WatchedWork } from "./policy.ts";

/** Less than a beat, so that a silent edge costs the others no beat. */
const ANSWER_MS = 2_000;
const BEAT_LIMITS = { maxBytes: MOST_BEAT_BYTES, stallMs: ANSWER_MS, totalMs: ANSWER_MS };
const CHECK_LIMITS = { maxBytes: CHUNK_BYTES + 2_048, stallMs: ANSWER_MS, totalMs: ANSWER_MS };
const NONE: ReadonlySet<Hex> = new Set();

export type PeerWatch = {
  /** Asks every edge once. One that has no endpoint any more is silent. */
  beat(edges: readonly Address[], endpoints: ReadonlyMap<Address, string>): Promise<void>;
  /** Has one edge show a chunk of a work that it says it holds. */
  check(works: readonly WatchedWork[], endpoints: ReadonlyMap<Address, string>): Promise<void>;
  /** What is known of the edges that were asked. */
  peers(): ReadonlyMap<Address, Peer>;
};

type Known = { missed: number; isRetiring: boolean; beat?: TakenBeat };

/** Watches other edges: whether they live, and what they hold. */
export function createPeerWatch(options: {
  outgoing: Outgoing;
  domain: BeatDomain;
  clock: Clock;
  random?: () => number;
}): PeerWatch {
  const { outgoing, domain, clock, random = Math.random } = options;
  let known = new Map<Address, Known>();
  const doubts: Doubts = createDoubts(random);

  async function ask(edge: Address, endpoint: string | undefined, before: Known): Promise<Known> {
    const silent = { ...before, missed: before.missed + 1 };
    if (!endpoint) return silent;
    try {
      const answer = await outgoing.read(heartbeatUrl(endpoint, before.beat?.works), BEAT_LIMITS);
      const said = parseHeartbeat(answer.toString("utf8"));
      const beat = await takeHeartbeat({ ...domain, edge }, said, before.beat, clock.nowMs());
      return beat ? { missed: 0, isRetiring: said.isRetiring, beat } : silent;
    } catch {
      return silent;
    }
  }

  return {
    async beat(edges, endpoints) {
      const asked = edges.map(async (edge): Promise<[Address, Known]> => {
        const before = known.get(edge) ?? { missed: 0, isRetiring: false };
        return [edge, await ask(edge, endpoints.get(edge), before)];
      });
      known = new Map(await Promise.all(asked));
    },
    async check(works, endpoints) {
      const claims = works.flatMap(({ content, order }) =>
        order
          .filter((edge) => known.get(edge)?.missed === 0 && known.get(edge)?.beat?.holds.has(content.root))
          .map((edge) => ({ edge, root: content.root, content })),
      );
      const claim = doubts.choose(claims, clock.nowMs());
      const endpoint = claim && endpoints.get(claim.edge);
      if (!endpoint) return;
      const index = Math.floor(random() * Number(claim.content.leafCount));
      doubts.checked(claim, await shows(outgoing, endpoint, claim.content, index), clock.nowMs());
    },
    peers: () =>
      new Map(
        [...known].map(([edge, { missed, isRetiring, beat }]) => [
          edge,
          {
            ...{ missed, isRetiring },
            holds: beat && doubts.without(edge, beat.holds),
            refuses: beat?.refuses ?? NONE,
          },
        ]),
      ),
  };
}

/** Whether an edge shows a chunk of a work; undefined where that cannot be said, since it is busy or silent. */
async function shows(
  outgoing: Outgoing,
  endpoint: string,
  content: CommittedContent,
  index: number,
): Promise<boolean | undefined> {
  const frames = createFrameReader(index, index);
  const provenLeaf = createLeafCheck(content);
  const limits = { ...CHECK_LIMITS, headers: { "cache-control": "only-if-cached" } };
  try {
    for await (const part of outgoing.stream(chunksUrl({ endpoint }, content, index, index), limits))
      for (const { proof, bytes } of frames.take(part)) await requireChunk(provenLeaf(proof), index, bytes);
    return frames.next > index;
  } catch (error) {
    if (error instanceof BadAnswerError) return false;
    return error instanceof OutgoingError && error.status === 404 ? false : undefined;
  }
}
