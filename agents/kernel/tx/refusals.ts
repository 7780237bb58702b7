// SPDX-License-Identifier: GPL-3.0-or-later
import { causesOf, isConnectionError } from "../process/errors.ts";

/**
 * A node's answer to a signed transaction:
 * - `taken`: the node has the transaction, now or already;
 * - `nonceUsed`: the nonce is mined, by this transaction or another;
 * - `outbid`: another transaction waits on the nonce, and this one does not pay enough more;
 * - `belowFloor`: the pool takes no transaction this cheap, whatever its nonce: raise the tip;
 * - `refused`: the node looked at the transaction, and does not have it;
 * - `silent`: no answer, or an answer that leaves open whether the node has the transaction.
 */
export type Answer =
  | { kind: "taken" | "nonceUsed" | "outbid" | "silent" }
  | { kind: "belowFloor" | "refused"; error: unknown };

type Meaning = Exclude<Answer["kind"], "silent">;

/** The clients' answers, in lower case. The first row whose words occur counts. */
const WORDS: readonly (readonly [words: string, means: Meaning, clients: string])[] = [
  ["already known", "taken", "Geth, Nethermind, Erigon, Reth"],
  ["alreadyknown", "taken", "Nethermind before 2026"],
  ["known transaction", "taken", "Besu"],
  ["already imported", "taken", "anvil"],
  ["with same hash", "taken", "Erigon"],

  ["nonce too low", "nonceUsed", "Geth, Nethermind, Erigon, Besu, Reth, anvil"],
  ["oldnonce", "nonceUsed", "Nethermind before 2026"],
  ["nonce is too low", "nonceUsed", "proxies"],
  ["nonce has already been used", "nonceUsed", "proxies"],

  ["replacement transaction underpriced", "outbid", "Geth, Nethermind, Erigon, Besu, Reth, anvil"],
  ["could not replace existing tx", "outbid", "Erigon"],
  ["replacementnotallowed", "outbid", "Nethermind before 2026"],
  ["ownnoncealreadyused", "outbid", "Nethermind before 2026"],
  ["fee too low to replace", "outbid", "proxies"],
  ["another transaction with same nonce", "outbid", "OpenEthereum and its heirs"],
  ["insufficient gas price to replace", "outbid", "Reth"],
  ["replacement fee too low", "outbid", "proxies"],

  ["underpriced", "belowFloor", "Geth, Nethermind, Erigon, Reth"],
  ["gas price below", "belowFloor", "Geth, Besu"],
  ["feetoolow", "belowFloor", "Nethermind before 2026"],
  ["fee too low", "belowFloor", "Erigon"],
  ["less than block base fee", "belowFloor", "Geth, Reth, anvil, Arbitrum"],
  ["below the current base fee", "belowFloor", "Besu"],
  ["below chain minimum", "belowFloor", "Reth"],
  ["priority fee too low", "belowFloor", "Nethermind, Besu"],
  ["gas price too low", "belowFloor", "OpenEthereum and its heirs"],

  // some clients answer these with -32603, a code that alone proves nothing
  ["insufficient funds", "refused", "Geth, Nethermind, Erigon, Reth, anvil"],
  ["insufficientfunds", "refused", "Nethermind before 2026"],
  ["upfront cost exceeds", "refused", "Besu"],
  ["block gas limit", "refused", "Geth, Besu, Reth"],
  ["gas limit too high", "refused", "Geth, Erigon"],
  ["gas limit reached", "refused", "Nethermind"],
  ["gas limit must be at most", "refused", "Besu"],
  ["max transaction gas limit", "refused", "Reth"],
  ["intrinsic gas", "refused", "Geth, Besu, Reth, anvil"],
  ["pool is full", "refused", "Geth, Erigon, Reth"],
  ["gas limit exceeded", "refused", "Nethermind"],
  ["gaslimitexceeded", "refused", "Nethermind before 2026"],
  ["greater than the cap", "refused", "Reth"],
  ["exceeds the configured cap", "refused", "Geth, Reth"],
  ["transaction fee cap exceeded", "refused", "Besu"],
  ["max fee per gas", "refused", "Geth, Besu, Reth: the tip is above the fee"],
  ["initcode size", "refused", "Geth, Erigon, Reth"],
  ["oversized data", "refused", "Geth, Reth"],
  ["transaction type not supported", "refused", "Geth, Reth"],
  ["transaction limit reached", "refused", "Geth, Reth: an account with delegated code"],
  ["invalid sender", "refused", "Geth, Erigon, Reth"],
  ["invalid signature", "refused", "Besu"],
  ["not authorized to send", "refused", "Besu"],
  ["incorrect nonce", "refused", "Besu"],
  ["nonce too high", "refused", "Geth, Besu, Reth"],
  ["too distant", "refused", "Erigon, Besu: the nonce is too far ahead"],
];

/** JSON-RPC codes of refusals, whatever the words; other codes may come from a proxy in between. */
const CODES: ReadonlySet<unknown> = new Set([
  -32_000, // Geth, Erigon, Besu, and most
  -32_003, // Reth and anvil: transaction rejected
  -32_010, // Nethermind: transaction rejected
  -32_602, // invalid parameters
]);

/** Reads an error of `eth_sendRawTransaction`: the words first, then the code. */
export function classify(error: unknown): Answer {
  if (isConnectionError(error)) return { kind: "silent" };
  const causes = causesOf(error) as { message: string; details?: unknown; code?: unknown }[];
  const said = causes.map(({ details, message }) => `${details ?? ""} ${message}`.toLowerCase()).join(" ");
  // of a proxy that may have handed the transaction on
  if (/time(d )?out|upstream/.test(said)) return { kind: "silent" };
  const [, known] = WORDS.find(([words]) => said.includes(words)) ?? [];
  const kind = known ?? (causes.some(({ code }) => CODES.has(code)) ? "refused" : "silent");
  return kind === "refused" || kind === "belowFloor" ? { kind, error } : { kind };
}
