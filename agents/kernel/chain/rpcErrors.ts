// SPDX-License-Identifier: GPL-3.0-or-later
import { causesOf, describeError, isConnectionError, TryAgainError, UserError } from "../process/errors.ts";

/** Answers that a later one may mend: too slow, too early, too many. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
const MENDED = "Give --rpc-url the JSON-RPC endpoint of a node or provider, with its path and key.";

/**
 * The error for an endpoint that does not answer as a JSON-RPC of a chain does: a UserError when no later answer can
 * be better, a TryAgainError otherwise. Names the origin alone, since paths and queries of such URLs hold keys.
 */
export function endpointError(error: unknown, rpcUrl: string): UserError {
  if (error instanceof UserError) return error;
  const { origin } = new URL(rpcUrl);
  const links = causesOf(error) as { name?: string; status?: unknown; code?: unknown }[];
  const status = links.map((link) => link.status).find((found) => typeof found === "number");
  if (status === 401 || status === 403)
    return new UserError(
      `The RPC at ${origin} refuses access (HTTP ${status}).`,
      "Check the key in --rpc-url, and that the provider serves this chain with the key.",
      { cause: error },
    );
  if (status !== undefined && status < 500 && !PASSING.has(status))
    return new UserError(`The RPC at ${origin} takes no requests there (HTTP ${status}).`, MENDED, {
      cause: error,
    });
  if (status !== undefined)
    return new TryAgainError(`The chain cannot be reached: ${origin} answers HTTP ${status}.`, undefined, {
      cause: error,
    });
  // what is no JSON, or no number
  const isOther = links.some(({ name }) => name === "SyntaxError" || name === "TypeError");
  if (isOther && !isConnectionError(error))
    return new UserError(`What answers at ${origin} is no JSON-RPC: a web page, or other text.`, MENDED, {
      cause: error,
    });
  if (links.some(({ code }) => code === -32_601))
    return new UserError(`The RPC at ${origin} serves no chain: it does not know eth_chainId.`, MENDED, {
      cause: error,
    });
  return new TryAgainError(`The chain cannot be reached. ${describeError(error)}`, "Then start again.", {
    cause: error,
  });
}

/** Checks what an endpoint says its chain's id is. */
export function requireChainId(chainId: unknown, rpcUrl: string): number {
  if (typeof chainId === "number" && Number.isSafeInteger(chainId) && chainId > 0) return chainId;
  throw new UserError(
    `What answers at ${new URL(rpcUrl).origin} is no JSON-RPC of a chain: it names no chain id.`,
    MENDED,
  );
}
