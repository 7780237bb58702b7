// SPDX-License-Identifier: MIT
import { type Hex, isAddressEqual, isHex } from "viem";
import { type Holding, holdingUrl, type PieceCourt, recoverHolder } from "./holding.ts";
import { badStatus, type Edge, readAtMost } from "./requestChunk.ts";

const MOST_BYTES = 1_000;

/**
 * Asks `edge` for its promise to keep a work. Undefined unless the edge's own account signed it. Throws a BadAnswerError, or the
 * error of `fetch`.
 */
export async function requestHolding(
  edge: Edge,
  contentId: Hex,
  court: PieceCourt,
  signal: AbortSignal,
): Promise<{ holding: Holding; signature: Hex } | undefined> {
  const response = await fetch(holdingUrl(edge, contentId), { signal, redirect: "error" });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw badStatus(response.status, 0);
  }
  const answer = parse(new TextDecoder().decode(await readAtMost(response, MOST_BYTES)));
  if (!answer) return undefined;
  const { generation, leafCount, until, signature } = answer;
  const holding = { contentId, generation, leafCount: BigInt(leafCount), until: BigInt(until) };
  const signer = await recoverHolder(court, holding, signature);
  return signer && isAddressEqual(signer, edge.operator) ? { holding, signature } : undefined;
}

type Answer = { generation: number; leafCount: number; until: number; signature: Hex };

function parse(text: string): Answer | undefined {
  try {
    const { generation, leafCount, until, signature } = JSON.parse(text);
    const numbers = [generation, leafCount, until];
    const isFine =
      numbers.every((number) => Number.isSafeInteger(number) && number >= 0) && generation < 2 ** 32;
    return isFine && isHex(signature) ? { generation, leafCount, until, signature } : undefined;
  } catch {
    return undefined;
  }
}
