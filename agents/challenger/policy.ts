// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, concat, type Hex, hexToBytes, isAddressEqual, numberToHex } from "viem";
import { keccak } from "../sdk/content/keccak.ts";
import { sha256 } from "../sdk/content/leaf.ts";
import { equalBytes } from "../sdk/content/merkle.ts";
import { proofOf, provenLeaf } from "../sdk/content/proof.ts";
import { EDGE_ROLE } from "../sdk/content/readEdges.ts";
import { type ChunkReceipt, type Court, recoverEdge } from "../sdk/content/receipt.ts";
import type { Edge, ServedChunk } from "../sdk/content/requestChunk.ts";
import type { CommittedContent, ContentTree } from "../sdk/content/tree.ts";
import { shuffled } from "./permutation.ts";

/** Ten samples find the loss of half of a work with 99.9 %. */
export const SAMPLES_PER_ROUND = 10;

/** What there is to audit. */
export type AuditView = {
  edges: readonly Edge[];
  contents: readonly { contentId: Hex; leafCount: number }[];
};

/** What to ask one edge in one round. */
export type AuditPlan = { edge: Edge; contentId: Hex; indices: number[] };

/**
 * Which chunks to ask for in `round` (from 0): ten of every work at every edge, in an order that only who knows `seed`
 * can tell, and none twice before all of the work had their turn. A pure function, so a restart asks what it would
 * have asked.
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

/** What slashes an edge: its own signature for something else than the chunk, and the proof of the chunk. */
export type Evidence = { operator: Address; receipt: ChunkReceipt; signature: Hex; proof: Hex };

/**
 * - true: the chunk, with its proof and a receipt;
 * - unproven: the proof or the receipt is not good, so viewers go elsewhere, but no court can help;
 * - wrong: the edge signed for other bytes.
 */
export type Verdict =
  | { outcome: "true"; evidence?: undefined }
  | { outcome: "unproven"; evidence?: undefined }
  | { outcome: "wrong"; evidence: Evidence };

/** What to think of an answer, given the true tree. Pure. */
export async function judgeAnswer(
  { operator }: Edge,
  content: CommittedContent,
  tree: ContentTree,
  index: number,
  { bytes, proof, signature }: ServedChunk,
  court: Court,
): Promise<Verdict> {
  const { contentId, generation } = content;
  const truth = tree.leaves[index]!;
  const hash = await sha256(bytes);
  const chunkHash = bytesToHex(hash);
  const receipt = { contentId, generation, index: BigInt(index), length: bytes.length, chunkHash };
  const signer = await recoverEdge(court, receipt, signature);
  if (!signer || !isAddressEqual(signer, operator)) return { outcome: "unproven" };
  if (bytes.length !== truth.length || !equalBytes(hash, truth.chunkHash)) {
    const evidence = { operator, receipt, signature, proof: bytesToHex(proofOf(tree, index)) };
    return { outcome: "wrong", evidence };
  }
  return { outcome: provenLeaf(content, proof)?.index === index ? "true" : "unproven" };
}

/** What to do about evidence, by what the chain says of the operator now: evidence is good for as long as it has a bond. */
export function shouldSlash(operator: { role: number; bond: bigint }): boolean {
  return operator.role === EDGE_ROLE && operator.bond > 0n;
}
