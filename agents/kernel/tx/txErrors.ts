// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { UserError } from "../process/errors.ts";

/** The most gas that a transaction may ask for, by EIP-7825. */
export const MAX_TRANSACTION_GAS = 16_777_216n;

/** A transaction asks for more gas than EIP-7825 allows. Nothing was signed. */
export class GasCapError extends UserError {
  override name = "GasCapError";
}

/** Throws a GasCapError when no node would take a transaction with this gas limit. */
export function requireGasCap({ label, gas }: { label: string; gas: bigint }): void {
  if (gas <= MAX_TRANSACTION_GAS) return;
  throw new GasCapError(
    `The transaction "${label}" needs ${gas} gas, and a transaction may use ${MAX_TRANSACTION_GAS} at most (EIP-7825).`,
    "Split the transaction into smaller ones.",
  );
}

/** A node refused a transaction. Its nonce is free again. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** Another program sent a transaction from the account. */
export class AccountUsedElsewhereError extends UserError {
  override name = "AccountUsedElsewhereError";

  constructor(account: Address, nonce: number) {
    super(
      `Another program sends from ${account}: a transaction that is not ours took nonce ${nonce}.`,
      "Give every role a key of its own, and stop the other program.",
    );
  }
}
