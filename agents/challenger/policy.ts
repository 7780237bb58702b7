// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, concat, type Hex, hexToBytes, isAddressEqual, numberToHex } from "viem";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { keccak } from "../sdk/content/keccak.ts";
import { sha256 } from "../sdk/content/leaf.ts";
import { equalBytes } from "../sdk/content/merkle.ts";
import { proofOf, provenLeaf } from "../sdk/content/proof.ts";
import { type ChunkReceipt, type Court, recoverEdge } from "../sdk/content/receipt.ts";
import type { Edge, ServedChunk } from "../sdk/content/requestChunk.ts";
import type { CommittedContent, ContentTree } from "../sdk/content/tree.ts";
import { shuffled } from "./permutation.ts";

/** Ten samples find the loss of half a work with 99.9 %. */
export const SAMPLES_PER_ROUND = 10;

/** The edges and works to audit. */
export type AuditView = {
  edges: readonly Edge[];
  contents: readonly { contentId: Hex; leafCount: number }[];
};

/** The chunks to ask one edge for in one round. */
export type AuditPlan = { edge: Edge; contentId: Hex; indices: number[] };

/**
 * Plans `round` (from 0): ten chunks of every work at every edge, in an order that only the holder of `seed` can tell,
 * and no chunk twice before all had their turn. Pure, so a restart asks for the same chunks.
 */
export function planAudits({ edges, contents }: AuditView, round: number, seed: Hex): AuditPlan[] {
  return edges.flatMap((edge) =>
    contents.map(({ contentId, leafCount }) => {
      const samples = Math.min(SAMPLES_PER_ROUND, leafCount);
      const indices = Array.from({ length: samples }, (_, sample) => {
        const position = round * samples + sample;
        const pass = Math.floor(position / leafCount);
        const key = keccak(
          hexToBytes(concat([seed, edge.operator, contentId, numberToHex(pass, { size: 8 })])),
        );
        return shuffled(key, leafCount, position % leafCount);
      });
      return { edge, contentId, indices: [...new Set(indices)] };
    }),
  );
}

/**
 * The evidence that slashes an edge: its signature over other bytes than the chunk's, and the proof of the chunk. `0x`
 * stands for the proof of a chunk that does not exist.
 */
export type Evidence = { operator: Address; receipt: ChunkReceipt; signature: Hex; proof: Hex };

/**
 * - true: the chunk, with its proof and a receipt;
 * - unproven: a bad proof or receipt, so that viewers go elsewhere and no court can help;
 * - wrong: the edge signed for other bytes, or for a chunk that does not exist.
 */
export type Verdict =
  | { outcome: "true"; evidence?: undefined }
  | { outcome: "unproven"; evidence?: undefined }
  | { outcome: "wrong"; evidence: Evidence };

/** Judges an edge's answer by the true tree. Pure. */
export async function judgeAnswer(
  { operator }: Edge,
  content: CommittedContent,
  tree: ContentTree,
  index: number,
  { bytes, proof, signature }: ServedChunk,
  court: Court,
): Promise<Verdict> {
  const { contentId, generation } = content;
  const truth = tree.leaves[index];
  const hash = await sha256(bytes);
  const chunkHash = bytesToHex(hash);
  const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
  const signer = await recoverEdge(court, receipt, signature);
  if (!signer || !isAddressEqual(signer, operator)) return { outcome: "unproven" };
  if (!truth) return { outcome: "wrong", evidence: { operator, receipt, signature, proof: "0x" } };
  if (bytes.length !== truth.length || !equalBytes(hash, truth.chunkHash)) {
    const evidence = { operator, receipt, signature, proof: bytesToHex(proofOf(tree, index)) };
    return { outcome: "wrong", evidence };
  }
  return { outcome: provenLeaf(content, proof)?.index === index ? "true" : "unproven" };
}

/** Whether evidence against an operator is worth sending: as long as the operator has a bond. */
export function shouldSlash(operator: { role: number; bond: bigint }): boolean {
  return operator.role === EDGE_ROLE && operator.bond > 0n;
}
