// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { ChainClient } from "../chain/chain.ts";
import { causesOf, isConnectionError } from "../process/errors.ts";

/**
 * What a node said to a signed transaction:
 * - `taken`: it has it, now or already;
 * - `nonceUsed`: the nonce is mined, by this transaction or another;
 * - `underpriced`: another with this nonce waits there, and this one does not pay enough more;
 * - `silent`: no answer, or one that leaves open whether it has it;
 * - `refused`: it does not have it, and says why.
 */
export type Answer =
  | { kind: "taken" | "nonceUsed" | "underpriced" | "silent" }
  | { kind: "refused"; error: unknown };

/** Hands a signed transaction to the node. Never throws. */
export async function broadcast(publicClient: ChainClient, raw: Hex): Promise<Answer> {
  try {
    await publicClient.sendRawTransaction({ serializedTransaction: raw });
    return { kind: "taken" };
  } catch (error) {
    return classify(error);
  }
}

/** geth, Nethermind, Erigon, reth and anvil each have their own words. */
export function classify(error: unknown): Answer {
  if (isConnectionError(error)) return { kind: "silent" };
  const said = causesOf(error)
    .map((link) => `${(link as { details?: unknown }).details ?? ""} ${(link as Error).message}`)
    .join(" ")
    .toLowerCase();
  if (/already (known|imported)|known transaction|alreadyknown/.test(said)) return { kind: "taken" };
  if (/nonce (is )?too low|oldnonce|nonce has already been used/.test(said)) return { kind: "nonceUsed" };
  if (/underpriced|fee too low to replace|feetoolowtocompete/.test(said)) return { kind: "underpriced" };
  const refused = causesOf(error).some((link) => REFUSALS.has((link as { code?: unknown }).code));
  return refused ? { kind: "refused", error } : { kind: "silent" };
}

/** JSON-RPC codes for "I looked at it and will not have it"; others may come from a proxy in between. */
const REFUSALS = new Set<unknown>([-32_000, -32_003, -32_602]);
