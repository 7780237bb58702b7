// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { z } from "zod";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { encodeSnapshot } from "../splits/snapshot.ts";
import type { Ledger } from "./ledger.ts";

export type RoutesOptions = { chainId: number; rollup: Address; ledger: Ledger };

const digits = z.string().regex(/^[0-9]+$/);
const snapshotSchema = z.object({
  chainId: z.int(),
  rollup: z.string().describe("The SplitRollup's address"),
  segment: digits,
  settledBatches: digits.describe("The batches that the leaves hold"),
  nextBlock: digits.describe("The first block that may hold credits of later batches"),
  leaves: z.array(digits).length(256).describe("Revenue by slot, in wei"),
});

/** The prover's HTTP routes, described in the README. */
export function proverRoutes({ chainId, rollup, ledger }: RoutesOptions): Route[] {
  return [
    defineRoute({
      method: "GET",
      path: "/segments/:segment/snapshot",
      summary:
        "The revenue of a segment's splits after its settled batches, to check against the contract's root",
      cors: "*",
      params: z.object({ segment: z.string().regex(/^[0-9]{1,15}$/, "a segment's number") }),
      answers: { 200: { description: "The snapshot.", body: snapshotSchema } },
      async handle({ params }) {
        const segment = BigInt(params.segment);
        // read first: a block that is read meanwhile is named as the next one
        const nextBlock = await ledger.nextBlock();
        const settledBatches = await ledger.settledBatches(segment);
        const first = await ledger.firstBlockFrom(segment, settledBatches);
        const { leaves } = await ledger.treeAfter(segment, settledBatches);
        const from = first !== undefined && first < nextBlock ? first : nextBlock;
        const snapshot = { segment, settledBatches, nextBlock: from, leaves };
        return { status: 200, body: encodeSnapshot(snapshot, { chainId, rollup }) };
      },
    }),
  ];
}
