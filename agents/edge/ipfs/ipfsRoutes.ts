// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../../kernel/http/problem.ts";
import { BYTES, defineRoute, Parts, type Route } from "../../kernel/http/route.ts";
import { carHeader } from "../../sdk/content/car.ts";
import { type Cid, cidBytes, parseCid } from "../../sdk/content/cid.ts";
import type { ChunkStore } from "../chunkStore.ts";
import { matchesEtag } from "../conditions.ts";
import { requireStored } from "../policy.ts";
import type { ServedChunks, TakenChunks } from "../servedChunks.ts";
import type { BlockIndex, FoundBlock } from "./blockIndex.ts";
import { type CarBlock, planCar, sectionBytes, sectionHead } from "./carPlan.ts";
import { CAR_TYPE, type GatewayRequest, parseGatewayRequest, RAW_TYPE } from "./gatewayRequest.ts";

/** The empty block, by which clients find out whether a gateway is one. */
const PROBE_CID = "bafkqaaa";
/** A CAR that has the probe as its root, and no block. */
const PROBE_CAR = Buffer.from("12a265726f6f747381d82a4500015500006776657273696f6e01", "hex");
const FOR_EVER = "public, max-age=29030400, immutable";
/** Blocks in memory at once for one reader: a MiB. */
const BATCH_BLOCKS = 16;

/** The subset of a trustless IPFS gateway: blocks of held works, raw or in a CAR. Nothing is fetched for a stranger here. */
export function ipfsRoutes(options: {
  index: Pick<BlockIndex, "find">;
  store: Pick<ChunkStore, "indicesOf">;
  chunks: ServedChunks;
  onServed(blocks: number, bytes: number): void;
}): Route[] {
  const { index, store, chunks, onServed } = options;

  /** The blocks of a CAR as the client takes them. */
  async function* carBatches(
    { work, firstChunk }: FoundBlock,
    header: Uint8Array,
    plan: readonly CarBlock[],
  ) {
    yield [header];
    for (let at = 0; at < plan.length; at += BATCH_BLOCKS) {
      const held: TakenChunks[] = [];
      try {
        const parts: Uint8Array[] = [];
        for (const block of plan.slice(at, at + BATCH_BLOCKS)) {
          let bytes = block.bytes;
          if (!bytes) {
            const chunk = firstChunk + block.chunk!;
            const taken = await chunks.take(work, chunk, chunk);
            held.push(taken);
            bytes = taken.chunks[0]!.bytes;
          }
          parts.push(sectionHead(block), cidBytes(block.cid), bytes);
        }
        onServed(
          held.length,
          parts.reduce((sum, { length }) => sum + length, 0),
        );
        yield parts;
      } finally {
        for (const { release } of held) release();
      }
    }
  }

  const requireHeld = ({ work, firstChunk }: FoundBlock, plan: readonly CarBlock[]) => {
    const stored = store.indicesOf(work.content.contentId);
    for (const { chunk } of plan)
      if (chunk !== undefined)
        requireStored(stored, work.tree.leafCount, firstChunk + chunk, firstChunk + chunk);
  };

  async function rawOf(found: FoundBlock) {
    const { work, block, firstChunk } = found;
    if (block.node) return { body: Buffer.from(block.node.bytes) };
    const { chunks: taken, release } = await chunks.take(
      work,
      firstChunk + block.chunk!,
      firstChunk + block.chunk!,
    );
    const body = taken[0]!.bytes;
    return { body, release };
  }

  return [
    defineRoute({
      method: "GET",
      path: "/ipfs/:cid",
      params: z.object({ cid: z.string() }),
      query: z.record(z.string(), z.string()),
      cors: "*",
      bare: true,
      summary: "A block of a held work, raw or with what lies below in a CAR: a trustless gateway of IPFS",
      answers: {
        200: {
          description: "The block, or the CAR.",
          body: BYTES,
          headers: { etag: "Of the CID and the form" },
        },
        304: { description: "The client has it already." },
      },
      async handle({ method, params, query, headers }) {
        const request = parseGatewayRequest(query, headers.accept);
        const said = headersOf(params.cid, request);
        if (params.cid === PROBE_CID)
          return { status: 200, headers: said, body: request.format === "raw" ? Buffer.alloc(0) : PROBE_CAR };
        const cid = readCid(params.cid);
        const found = await index.find(cid);
        const isLocalOnly = headers["cache-control"]?.includes("only-if-cached");
        if (!found) throw isLocalOnly ? notCached() : noSuchBlock();
        const plan =
          request.format === "car" ? planCar(found.block, request) : planCar(found.block, RAW_PLAN);
        requireHeld(found, plan);
        if (matchesEtag(headers["if-none-match"], said.etag!.replace("W/", "")))
          return { status: 304, headers: said };
        if (request.format === "raw") {
          const { body, release } = await rawOf(found);
          if (method === "GET") onServed(1, body.length);
          return { status: 200, headers: said, body, ...(release && { release }) };
        }
        const header = carHeader(cid);
        const length = plan.reduce((sum, block) => sum + sectionBytes(block), header.length);
        const batches = method === "GET" ? carBatches(found, header, plan) : [];
        return { status: 200, headers: said, body: new Parts(length, batches) };
      },
    }),
  ];
}

/** The block alone. */
const RAW_PLAN = { format: "car", scope: "block", hasDuplicates: true } as const;

function headersOf(cid: string, request: GatewayRequest): Record<string, string> {
  const common = {
    "cache-control": FOR_EVER,
    "x-content-type-options": "nosniff",
    "x-ipfs-path": `/ipfs/${cid}`,
    "x-ipfs-roots": cid,
    vary: "accept",
  };
  if (request.format === "raw")
    return {
      ...{ ...common, "content-type": RAW_TYPE, etag: `"${cid}.raw"` },
      "content-disposition": `attachment; filename="${cid}.bin"`,
    };
  const { scope, bytes, hasDuplicates } = request;
  const dups = hasDuplicates ? "y" : "n";
  const range = bytes ? `.${bytes.from}:${bytes.to ?? "*"}` : "";
  return {
    ...{ ...common, "content-type": `${CAR_TYPE};version=1;order=dfs;dups=${dups}` },
    // a CAR may be written otherwise by another gateway
    etag: `W/"${cid}.car.${scope}${range}.${dups}"`,
    "content-disposition": `attachment; filename="${cid}.car"`,
    "accept-ranges": "none",
  };
}

function readCid(text: string): Cid {
  try {
    return parseCid(text);
  } catch {
    throw new HttpError(
      400,
      "bad_cid",
      "The CID is malformed, or of a kind that no work has: send version 1 of a raw or dag-pb block by SHA-256, in base32.",
    );
  }
}

const noSuchBlock = () =>
  new HttpError(404, "no_such_block", "This gateway does not hold the block. Ask another gateway.");
const notCached = () => new HttpError(412, "not_cached", "This gateway does not hold the block.");
