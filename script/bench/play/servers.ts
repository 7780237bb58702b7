// SPDX-License-Identifier: GPL-3.0-or-later
import { zeroAddress, zeroHash } from "viem";
import { startMemoryEdge } from "../../../agents/edge/testing/memoryEdge.ts";
import type { Edge } from "../../../agents/sdk/content/requestChunk.ts";
import { serveSample } from "../../../agents/sdk/content/testing/sampleEdge.ts";
import type { Committee } from "../../../agents/sdk/encryption/committee.ts";
import type { Coordinates } from "../../../agents/sdk/encryption/curve.ts";
import { CONTRACTS } from "../../../agents/sdk/encryption/testing/keyNodes.ts";
import type { Trace } from "../abr/traces.ts";
import { serveClear } from "./clearServer.ts";
import { Pipe } from "./pipe.ts";
import type { PlayedWork } from "./work.ts";

/** More than any work here. */
const CACHE_BYTES = 2 ** 30;

/** The servers of a work, as fast as this machine is: two honest edges, a third, one that lies in its place, the clear files, and key nodes. */
export async function serveWork(work: PlayedWork, committee?: Committee) {
  const { sealed } = work;
  const honest = await Promise.all([1, 2, 3].map(() => startMemoryEdge(sealed, { cacheBytes: CACHE_BYTES })));
  const { court } = honest[0]!;
  const answer = (chunk: Uint8Array, index: number) => (index % 2 ? chunk.with(7, chunk[7]! ^ 1) : chunk);
  const liar = await serveSample({ ...sealed, court, answer });
  const clear = await serveClear(work);
  const { leafCount, byteCount, ...content } = sealed.content;
  const given = {
    content: {
      ...{ ...content, leafCount: String(leafCount), byteCount: String(byteCount) },
      ...{ publisher: zeroAddress, payee: zeroHash, live: false },
    },
    court,
  };
  return {
    honest: honest.map(({ edge }) => edge),
    liar: liar.edge,
    clearUrl: clear.url,
    committee,
    /** What the page needs to play from `edges`. */
    givenFor: (edges: readonly Edge[]) => ({ ...given, edges }),
    async close() {
      for (const edge of honest) await edge.close();
      liar.close();
      clear.close();
    },
  };
}

export type Servers = Awaited<ReturnType<typeof serveWork>>;

/** An access line of a viewer's own, in front of the servers. */
export function lineOf(servers: Servers, trace: Trace) {
  const pipe = new Pipe(trace);
  return {
    clear: async () => `${await pipe.to(servers.clearUrl)}/master.m3u8`,
    ours: async (edges: readonly Edge[]) =>
      servers.givenFor(
        await Promise.all(
          edges.map(async ({ operator, endpoint }) => ({ operator, endpoint: await pipe.to(endpoint) })),
        ),
      ),
    /** The committee as text: what is given to a page has no bigints. */
    async committee() {
      const { id, epoch, threshold, publicKey, members } = servers.committee!;
      const asText = ({ x, y }: Coordinates) => ({ x: String(x), y: String(y) });
      const behind = members.map(async ({ address, endpoint, point }) => ({
        ...{ address, endpoint: await pipe.to(endpoint), point: asText(point) },
      }));
      const seats = await Promise.all(behind);
      return { id, epoch, threshold, publicKey: asText(publicKey), members: seats, contracts: CONTRACTS };
    },
    close: () => pipe.close(),
  };
}
