// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { Store } from "../kernel/store/store.ts";
import type { Evidence } from "./policy.ts";
import type { ChallengerTables } from "./tables.ts";

/** Stores evidence, in place of evidence that the court rejected. On disk when the promise resolves. */
export async function saveEvidence({ db }: Store<ChallengerTables>, evidence: Evidence): Promise<void> {
  const { operator, receipt, signature, proof } = evidence;
  const row = {
    operator,
    content_id: receipt.contentId,
    chunk_index: Number(receipt.index),
    generation: receipt.generation,
    length: receipt.length,
    chunk_hash: receipt.chunkHash,
    receipt_signature: signature,
    proof,
    rejected: null,
  };
  await db
    .insertInto("evidence")
    .values(row)
    .onConflict((conflict) => conflict.columns(["operator", "content_id", "chunk_index"]).doUpdateSet(row))
    .execute();
}

/** One piece of evidence for each operator, out of all that the court did not reject. */
export async function evidenceByOperator({ db }: Store<ChallengerTables>): Promise<Map<Address, Evidence>> {
  const rows = await db.selectFrom("evidence").selectAll().where("rejected", "is", null).execute();
  return new Map(
    rows.map((row) => {
      const operator = row.operator as Address;
      const receipt = {
        contentId: row.content_id as Hex,
        generation: row.generation,
        index: BigInt(row.chunk_index),
        length: row.length,
        chunkHash: row.chunk_hash as Hex,
      };
      return [
        operator,
        { operator, receipt, signature: row.receipt_signature as Hex, proof: row.proof as Hex },
      ];
    }),
  );
}

/** Marks evidence that the court rejected, so that it is not sent again. */
export async function rejectEvidence(
  { db }: Store<ChallengerTables>,
  { operator, receipt }: Evidence,
  rejected: string,
): Promise<void> {
  await db
    .updateTable("evidence")
    .set({ rejected })
    .where("operator", "=", operator)
    .where("content_id", "=", receipt.contentId)
    .where("chunk_index", "=", Number(receipt.index))
    .execute();
}
