// SPDX-License-Identifier: GPL-3.0-or-later
import { keccak256, type LocalAccount, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import type { ChainClient } from "../chain/chain.ts";
import type { Fees, Market } from "./fees.ts";
import type { Attempt, JournalEntry } from "./journal.ts";
import { type Answer, classify } from "./refusals.ts";

/** Signs an entry of the journal. Deterministic: the same fees give the same bytes. */
export async function signEntry(
  account: LocalAccount,
  chainId: number,
  entry: JournalEntry,
  { maxFeePerGas, maxPriorityFeePerGas }: Fees,
): Promise<Attempt> {
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId,
    nonce: entry.nonce,
    to: entry.to,
    data: entry.data,
    value: entry.valueWei,
    gas: entry.gas,
    maxFeePerGas,
    maxPriorityFeePerGas,
  });
  return { maxFeePerGas, maxPriorityFeePerGas, raw, hash: keccak256(raw) };
}

/** Hands a signed transaction to the node. Never throws. */
export async function broadcast(publicClient: ChainClient, { raw }: Attempt): Promise<Answer> {
  return publicClient
    .sendRawTransaction({ serializedTransaction: raw })
    .then(() => ({ kind: "taken" }), classify);
}

/** Reads the price of gas. */
export async function readMarket(publicClient: ChainClient): Promise<Market> {
  const [fees, block] = await Promise.all([publicClient.estimateFeesPerGas(), publicClient.getBlock()]);
  return { ...fees, baseFeeWei: block.baseFeePerGas ?? 0n };
}

/** The receipt of the mined one among a nonce's signed forms; undefined while none is mined. */
export async function receiptOf(
  publicClient: ChainClient,
  attempts: readonly Attempt[],
): Promise<TransactionReceipt | undefined> {
  for (const { hash } of attempts) {
    try {
      return await publicClient.getTransactionReceipt({ hash });
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
    }
  }
  return undefined;
}
