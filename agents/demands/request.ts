// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeAbiParameters, getAbiItem, type Hex, keccak256 } from "viem";
import { availabilityCourtAbi } from "../sdk/abis.generated.ts";
import { EPOCH_SEC } from "../sdk/content/holding.ts";

/** A demand for a piece, as `AvailabilityCourt` logs it. */
export type PieceRequest = {
  edge: Address;
  requester: Address;
  epoch: bigint;
  /** In wei of ether. */
  bond: bigint;
  contentId: Hex;
  generation: number;
  index: bigint;
  piece: number;
  slot: number;
  /** Zero from a requester without the leaf list. */
  piecesRoot: Hex;
};

const { inputs } = getAbiItem({ abi: availabilityCourtAbi, name: "collect" });

/** The hash that the court keeps of a request. */
export const requestHash = (request: PieceRequest): Hex => keccak256(encodeAbiParameters(inputs, [request]));

/** The first second in which an answer is too late, and the request can be collected. */
export const deadlineOf = ({ epoch }: Pick<PieceRequest, "epoch">): number => Number(epoch + 2n) * EPOCH_SEC;

/** The request as text, for a store. */
export const requestToText = (request: PieceRequest): string =>
  JSON.stringify(request, (_, value) => (typeof value === "bigint" ? value.toString() : value));

export function requestFromText(text: string): PieceRequest {
  const { epoch, bond, index, ...rest } = JSON.parse(text);
  return { ...rest, epoch: BigInt(epoch), bond: BigInt(bond), index: BigInt(index) };
}
