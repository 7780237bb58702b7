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

  ["underpriced", "belowFloor", "Geth, Nethermind, Erigon, Reth"],
  ["gas price below", "belowFloor", "Geth, Besu"],
  ["feetoolow", "belowFloor", "Nethermind before 2026"],
  ["fee too low", "belowFloor", "Erigon"],
  ["less than block base fee", "belowFloor", "anvil"],

  // some clients answer these with -32603, a code that alone proves nothing
  ["insufficient funds", "refused", "Geth, Nethermind, Erigon, Reth, anvil"],
  ["insufficientfunds", "refused", "Nethermind before 2026"],
  ["upfront cost exceeds", "refused", "Besu"],
  ["block gas limit", "refused", "Geth, Besu, Reth"],
  ["gas limit too high", "refused", "Geth, Erigon"],
  ["gas limit reached", "refused", "Nethermind"],
  ["intrinsic gas", "refused", "Geth, Besu, Reth, anvil"],
  ["pool is full", "refused", "Geth, Erigon, Reth"],
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
