// SPDX-License-Identifier: GPL-3.0-or-later
import { deadlineOf, type PieceRequest } from "../demands/request.ts";

/** The contract pays for so much gas: more where the answer shows the chunk's path. */
const PAID_GAS = { piece: 80_000n, proof: 140_000n };
/** From here on the edge's bond is worth more than the gas. */
const URGENT_SEC = 1_800;

/**
 * The most to offer for an answer, in wei per gas: what the request's bond pays, until half an hour is left; then whatever the
 * operator allows. Pure.
 */
export function answerFee(
  request: Pick<PieceRequest, "epoch" | "bond">,
  kind: keyof typeof PAID_GAS,
  nowSec: number,
  maxFeePerGasWei: bigint,
): bigint {
  const paid = request.bond / PAID_GAS[kind];
  const isUrgent = deadlineOf(request) - nowSec <= URGENT_SEC;
  return isUrgent || paid > maxFeePerGasWei ? maxFeePerGasWei : paid;
}
