// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import type { CommittedContent } from "./tree.ts";

/** A node by the base URL of its API. */
type Reachable = { endpoint: string };

// The URLs of an edge's API. All throw a BadBaseUrlError for an endpoint that is no base URL.

/** The URL of a work: PUT takes the leaf list, GET reads the chunks held. */
export const contentUrl = ({ endpoint }: Reachable, contentId: Hex) =>
  nodeUrl(endpoint, "v1", "content", contentId);

export const leavesUrl = ({ endpoint }: Reachable, contentId: Hex) =>
  nodeUrl(endpoint, "v1", "content", contentId, "leaves");

export const chunkUrl = ({ endpoint }: Reachable, contentId: Hex, index: number) =>
  nodeUrl(endpoint, "v1", "content", contentId.toLowerCase(), "chunks", String(index));

/** The chunks from `first` to `last`, each as a frame with its proof: see chunkFrames.ts. */
export const chunksUrl = (
  { endpoint }: Reachable,
  { contentId, root }: Committed,
  first: number,
  last: number,
) => atRoot(nodeUrl(endpoint, "v1", "content", contentId.toLowerCase(), "chunks", `${first}-${last}`), root);

/** The bytes of a work, all chunks in a row: for players that ask by byte ranges and verify nothing. */
export const bytesUrl = ({ endpoint }: Reachable, { contentId, root }: Committed) =>
  atRoot(nodeUrl(endpoint, "v1", "content", contentId.toLowerCase(), "bytes"), root);

type Committed = Pick<CommittedContent, "contentId" | "root">;

/** Names the root, so that an answer holds for ever and may be cached as long: republished, the work has another URL. */
function atRoot(url: string, root: Hex): string {
  const named = new URL(url);
  named.searchParams.set("root", root.toLowerCase());
  return named.href;
}
