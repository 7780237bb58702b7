// SPDX-License-Identifier: MIT
import { type Hash, type TransactionReceipt, WaitForTransactionReceiptTimeoutError } from "viem";
import { getTransaction, waitForTransactionReceipt } from "viem/actions";
import type { AnyClient } from "./clients.ts";
import { TransactionPending, TransactionReplaced, TransactionReverted } from "./writeErrors.ts";

/**
 * Waits until a sent call is mined. A wallet may speed the call up, which mines the same call under another hash.
 *
 * @throws TransactionReplaced when another transaction took the nonce; TransactionReverted; TransactionPending after three
 * minutes.
 */
export async function waitMined(
  client: AnyClient,
  functionName: string,
  hash: Hash,
): Promise<TransactionReceipt> {
  let replaced: TransactionReplaced | undefined;
  const receipt = await waitForTransactionReceipt(client, {
    hash,
    onReplaced({ reason, transaction }) {
      if (reason === "repriced") return;
      replaced = new TransactionReplaced(functionName, hash, reason, transaction.hash);
    },
  }).catch((cause) => {
    if (!(cause instanceof WaitForTransactionReceiptTimeoutError)) throw cause;
    throw new TransactionPending(functionName, hash, { cause });
  });
  if (replaced) throw replaced;
  if (receipt.status === "success") return receipt;
  const { gas: limit } = await getTransaction(client, { hash: receipt.transactionHash });
  const { gasUsed: used } = receipt;
  // a call that runs out of gas inside another leaves a 64th of the gas
  const ranOut = used * 64n >= limit * 63n;
  throw new TransactionReverted(functionName, receipt.transactionHash, { used, limit, ranOut });
}
