// SPDX-License-Identifier: MIT
// The actions of `client.court`: who signed a lie loses its bond to whoever shows it, and who keeps a piece back loses a part.
import type { Hex } from "viem";
import {
  contentCourtErrors,
  EquivocationProvenEvent,
  FalseCheckpointProvenEvent,
  slashEquivocationFunction,
  slashFalseCheckpointFunction,
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

/** Slashes an edge that signed for two chunks in one place of one generation. */
export const slashEquivocation = defineWrite({
  ...contract,
  functions: [slashEquivocationFunction],
  event: EquivocationProvenEvent,
  call: ({ first, second }: { first: SignedReceipt; second: SignedReceipt }) => ({
    args: [first.receipt, first.signature, second.receipt, second.signature],
  }),
});

/** Slashes a publisher who signed another leaf, while the work was live, than the checkpoint holds in its place. */
export const slashFalseCheckpoint = defineWrite({
  ...contract,
  functions: [slashFalseCheckpointFunction],
  event: FalseCheckpointProvenEvent,
});

export const watchEquivocationProven = defineWatch("contentCourt", EquivocationProvenEvent);
export const watchFalseCheckpointProven = defineWatch("contentCourt", FalseCheckpointProvenEvent);
export const watchWrongChunkProven = defineWatch("contentCourt", WrongChunkProvenEvent);

export {
  answer,
  answerWithProof,
  collect,
  getBondOfSlot,
  getLoss,
  getLost,
  getRequestIn,
  getSlots,
  refute,
  requestPiece,
  watchPieceAnswered,
  watchPieceLost,
  watchPieceRequested,
} from "./pieces.ts";
