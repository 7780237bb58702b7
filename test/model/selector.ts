// SPDX-License-Identifier: GPL-3.0-or-later
import { toFunctionSelector } from "viem";
import { Refusal } from "./ledger.ts";

const known = new Map<string, bigint>();

/** What the contract reverts with where the model refuses. */
export function selectorOf(error: unknown): bigint {
  if (!(error instanceof Refusal)) throw error;
  const selector = known.get(error.message) ?? BigInt(toFunctionSelector(error.message));
  known.set(error.message, selector);
  return selector;
}
