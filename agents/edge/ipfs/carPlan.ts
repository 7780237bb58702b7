// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex } from "viem";
import { CID_BYTES, type Cid } from "../../sdk/content/cid.ts";
import type { FileBlock } from "../../sdk/content/unixfs.ts";
import { varint } from "../../sdk/content/varint.ts";
import { type GatewayRequest, resolveBytes } from "./gatewayRequest.ts";

/** A block of a CAR: a node by its bytes, or the chunk at a place of the file. */
export type CarBlock = { cid: Cid; length: number; bytes?: Uint8Array; chunk?: number };

/** The blocks of a CAR in their order, depth first: what stands above before what lies below. Throws an HttpError, 400, for a range outside. */
export function planCar(root: FileBlock, request: Extract<GatewayRequest, { format: "car" }>): CarBlock[] {
  const { scope, bytes, hasDuplicates } = request;
  // entity-bytes is of an entity's bytes alone
  const range = bytes && scope === "entity" ? resolveBytes(bytes, root.size) : { start: 0, end: root.size };
  const plan: CarBlock[] = [];
  const seen = new Set<string>();

  function add({ cid, node, chunk, size }: FileBlock): void {
    if (!hasDuplicates) {
      const key = bytesToHex(cid.hash);
      if (seen.has(key)) return;
      seen.add(key);
    }
    if (node) plan.push({ cid, length: node.bytes.length, bytes: node.bytes });
    else plan.push({ cid, length: size, ...(chunk !== undefined && { chunk }) });
  }

  function walk(block: FileBlock, at: number): void {
    add(block);
    if (scope === "block" || !range) return;
    let start = at;
    for (const part of block.node?.parts ?? []) {
      if (start < range.end && start + part.size > range.start) walk(part, start);
      start += part.size;
    }
  }

  walk(root, 0);
  return plan;
}

/** What stands before a block's bytes in a CAR, without the CID. */
export const sectionHead = ({ length }: CarBlock) => varint(CID_BYTES + length);

/** The bytes of a block's section. */
export const sectionBytes = (block: CarBlock) => sectionHead(block).length + CID_BYTES + block.length;

/** The block below `root` of this hash; undefined where there is none. */
export function blockBelow(root: FileBlock, hash: Uint8Array): FileBlock | undefined {
  if (root.cid.codec === "raw") return undefined;
  if (Buffer.compare(root.cid.hash, hash) === 0) return root;
  for (const part of root.node?.parts ?? []) {
    const found = blockBelow(part, hash);
    if (found) return found;
  }
  return undefined;
}
