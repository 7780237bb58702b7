// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import type { Edge } from "./requestChunk.ts";

// The URLs of an edge's API. All throw an Error for an endpoint that is not an http or https URL.

/** The URL of a work: PUT takes the leaf list, GET reads the chunks held. */
export const contentUrl = ({ endpoint }: Edge, contentId: Hex) =>
  nodeUrl(endpoint, "v1", "content", contentId);

export const leavesUrl = ({ endpoint }: Edge, contentId: Hex) =>
  nodeUrl(endpoint, "v1", "content", contentId, "leaves");

export const chunkUrl = ({ endpoint }: Edge, contentId: Hex, index: number) =>
  nodeUrl(endpoint, "v1", "content", contentId, "chunks", String(index));
