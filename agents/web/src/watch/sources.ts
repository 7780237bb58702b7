// SPDX-License-Identifier: GPL-3.0-or-later
// Where the chunks came from: a pure record of what edges, mirrors and peers sent.
import type { Edge } from "../../../sdk/content/requestChunk.ts";

/** An edge, a mirror, or another viewer, by its actor's number. */
export type Sender = Edge & { peer?: number };

export const senderName = ({ endpoint, peer }: Sender): string =>
  peer === undefined ? new URL(endpoint).host : `Peer ${peer}`;

export type ChunkEvent =
  | { type: "chunk"; index: number; edge: Sender; byteCount: number }
  /** The chunk's index, where the player says which. */
  | { type: "refused"; index: number | undefined; edge: Sender; reason: string };

/** What one edge, or mirror, did so far; known by its endpoint, since mirrors have no operator. */
export type Source = {
  edge: Sender;
  chunks: number;
  byteCount: number;
  refused: number;
  /** Why the last refused chunk was refused. */
  lastReason: string | undefined;
};

export type Sources = {
  byEdge: readonly Source[];
  /** The last events, newest first. */
  last: readonly ChunkEvent[];
  verified: number;
  refused: number;
};

export const NO_SOURCES: Sources = { byEdge: [], last: [], verified: 0, refused: 0 };
const KEPT = 60;

export function withEvent(sources: Sources, event: ChunkEvent): Sources {
  const isBad = event.type === "refused";
  const known = sources.byEdge.find(({ edge }) => edge.endpoint === event.edge.endpoint);
  const before = known ?? { edge: event.edge, chunks: 0, byteCount: 0, refused: 0, lastReason: undefined };
  const after: Source = {
    ...before,
    chunks: before.chunks + (isBad ? 0 : 1),
    byteCount: before.byteCount + (isBad ? 0 : event.byteCount),
    refused: before.refused + (isBad ? 1 : 0),
    lastReason: isBad ? event.reason : before.lastReason,
  };
  return {
    byEdge: known
      ? sources.byEdge.map((source) => (source === known ? after : source))
      : [...sources.byEdge, after],
    last: [event, ...sources.last].slice(0, KEPT),
    verified: sources.verified + (isBad ? 0 : 1),
    refused: sources.refused + (isBad ? 1 : 0),
  };
}
