// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";

/** A node by the base URL of its API. */
type Reachable = { endpoint: string };

// The URLs of an edge's API. All throw a BadBaseUrlError for an endpoint that is not an http or https URL.

/** The URL of a work: PUT takes the leaf list, GET reads the chunks held. */
export const contentUrl = ({ endpoint }: Reachable, contentId: Hex) =>
  nodeUrl(endpoint, "v1", "content", contentId);

export const leavesUrl = ({ endpoint }: Reachable, contentId: Hex) =>
  nodeUrl(endpoint, "v1", "content", contentId, "leaves");

export const chunkUrl = ({ endpoint }: Reachable, contentId: Hex, index: number) =>
  nodeUrl(endpoint, "v1", "content", contentId, "chunks", String(index));
