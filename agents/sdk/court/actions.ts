// SPDX-License-Identifier: MIT
// The actions of `client.court`: an edge that signed for a wrong chunk loses its bond to whoever shows it.
import type { Hex } from "viem";
import {
  contentCourtErrors,
  slashUncommittedChunkFunction,
  slashWrongChunkFunction,
  WrongChunkProvenEvent,
} from "../abis/contentCourt.generated.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { ChunkReceipt } from "../content/receipt.ts";

const contract = {
  contract: "contentCourt",
  errors: contentCourtErrors,
  event: WrongChunkProvenEvent,
} as const;

/** What an edge signed. */
export type SignedReceipt = { receipt: ChunkReceipt; signature: Hex };

/**
 * Slashes an edge whose signed chunk is not the committed one, which `proof` shows.
 *
 * @throws ContractRefused, as of `ContentCourt_ReceiptTrue` for an edge that spoke the truth.
 * @example
 * const { edge } = await client.court.slashWrongChunkSync({ receipt, signature, proof });
 */
export const slashWrongChunk = defineWrite({
  ...contract,
  functions: [slashWrongChunkFunction],
  call: ({ receipt, signature, proof }: SignedReceipt & { proof: Hex }) => ({
    args: [receipt, signature, proof],
  }),
});

/** Slashes an edge that signed for a chunk beyond the last, or of a generation that never was. */
export const slashUncommittedChunk = defineWrite({
  ...contract,
  functions: [slashUncommittedChunkFunction],
  call: ({ receipt, signature }: SignedReceipt) => ({ args: [receipt, signature] }),
});

export const watchWrongChunkProven = defineWatch("contentCourt", WrongChunkProvenEvent);
