// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  answerFunction,
  answerWithProofFunction,
  availabilityCourtErrors,
  bondOfFunction,
  collectFunction,
  LOSSFunction,
  lostFunction,
  PieceAnsweredEvent,
  PieceLostEvent,
  PieceRequestedEvent,
  refuteFunction,
  requestInFunction,
  requestPieceFunction,
  SLOTSFunction,
} from "../abis/availabilityCourt.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { Holding } from "../content/holding.ts";

const contract = { contract: "availabilityCourt", errors: availabilityCourtErrors } as const;

export type RequestPieceParameters = {
  /** What the edge signed: see `requestHolding`. */
  holding: Holding;
  signature: Hex;
  index: bigint;
  piece: number;
  /** A free one: see {@link getRequestIn}. */
  slot: number;
  /** Of the chunk's leaf; zero where it is not known. */
  piecesRoot: Hex;
  /** In wei of ether; {@link getBondOfSlot} at least. */
  bondWei: bigint;
};

/**
 * Demands a piece of a chunk from an edge that promised to hold the work.
 *
 * @throws ContractRefused, as of `AvailabilityCourt_SlotTaken`.
 * @example
 * const slot = 0;
 * const bondWei = await client.court.getBondOfSlot({ slot });
 * const demand = { index: 7n, piece: 0, slot, piecesRoot: root, bondWei };
 * const { request } = await client.court.requestPieceSync({ holding, signature, ...demand });
 */
export const requestPiece = defineWrite({
  ...contract,
  functions: [requestPieceFunction],
  event: PieceRequestedEvent,
  call: ({ holding, signature, index, piece, slot, piecesRoot, bondWei }: RequestPieceParameters) => ({
    args: [holding, signature, index, piece, slot, piecesRoot],
    value: bondWei,
  }),
});

/** Answers a demand with the piece: see `pieceOf`. The edge is paid for the gas, whoever sends it. */
export const answer = defineWrite({ ...contract, functions: [answerFunction], event: PieceAnsweredEvent });

/** Answers a demand that names no root, with the chunk's proof too. */
export const answerWithProof = defineWrite({
  ...contract,
  functions: [answerWithProofFunction],
  event: PieceAnsweredEvent,
});

/** Closes a demand that is of another root, a piece that is not, or an old generation. */
export const refute = defineWrite({ ...contract, functions: [refuteFunction], event: PieceAnsweredEvent });

/** Takes the edge's part and returns the requester's bond, once the time for an answer is over. */
export const collect = defineWrite({ ...contract, functions: [collectFunction], event: PieceLostEvent });

/** The least bond of a demand in a slot, in wei of ether. */
export const getBondOfSlot = defineRead("availabilityCourt", bondOfFunction);
/** The hash of the demand in an edge's slot; zero for a free one. */
export const getRequestIn = defineRead("availabilityCourt", requestInFunction);
/** Whether an edge left a demand of an epoch for a work unanswered. */
export const getLost = defineRead("availabilityCourt", lostFunction);
/** What an unanswered demand costs an edge, in wei of STREAM. */
export const getLoss = defineRead("availabilityCourt", LOSSFunction);
/** The most demands that can be open against an edge. */
export const getSlots = defineRead("availabilityCourt", SLOTSFunction);

export const watchPieceRequested = defineWatch("availabilityCourt", PieceRequestedEvent);
export const watchPieceAnswered = defineWatch("availabilityCourt", PieceAnsweredEvent);
export const watchPieceLost = defineWatch("availabilityCourt", PieceLostEvent);
