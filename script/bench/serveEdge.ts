// SPDX-License-Identifier: GPL-3.0-or-later
// The server that serve.ts measures, in a process of its own: an edge's routes over 16 chunks in memory, without a chain.
import { startMemoryEdge } from "../../agents/edge/testing/memoryEdge.ts";
import { CHUNK_BYTES } from "../../agents/sdk/content/leaf.ts";
import { sampleWork } from "../../agents/sdk/content/testing/sampleWork.ts";

const { url, content } = await startMemoryEdge(
  await sampleWork(Array.from({ length: 16 }, () => CHUNK_BYTES)),
);
const { contentId, root } = content;
process.send?.({ chunks: `${url}/v1/content/${contentId}/chunks`, root });
