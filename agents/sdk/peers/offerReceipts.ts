// SPDX-License-Identifier: MIT
import { NO_WORD } from "../interactions/operation.ts";
import { postOperation } from "../interactions/postOperation.ts";
import type { InputsContract } from "../interactions/signOperation.ts";
import type { PeerReceipt } from "./receiptBook.ts";

export type ReceiptOffers = {
  /** For `onReceipt` of {@link joinSwarm}. */
  onReceipt(receipt: PeerReceipt): void;
  /** Hands in what is left. */
  stop(): Promise<void>;
};

const OFFER_MS = 30_000;

/**
 * Hands the latest receipt of each peer to a sequencer, every 30 s. A sequencer that is away, or takes none, stops nothing: the peer has its
 * receipts, and a later one stands for all before it.
 *
 * @example
 * const offers = offerReceipts({ sequencerUrl, chainId, interactionInputs });
 */
export function offerReceipts({
  sequencerUrl,
  chainId,
  interactionInputs,
}: InputsContract & { sequencerUrl: string }): ReceiptOffers {
  const to = { sequencerUrl, chainId, interactionInputs };
  /** By epoch and slot. */
  const latest = new Map<string, PeerReceipt>();

  async function offer(): Promise<void> {
    const receipts = [...latest.values()];
    latest.clear();
    for (const { operation, signature } of receipts) {
      const signed = { ...to, operation, word: NO_WORD, signature };
      await postOperation(signed, { retries: 0 }).catch(() => {});
    }
  }

  const offering = setInterval(() => void offer(), OFFER_MS);
  return {
    onReceipt(receipt) {
      // the target's number
      latest.set(`${receipt.epoch} ${receipt.operation.slice(12, 20)}`, receipt);
    },
    async stop() {
      clearInterval(offering);
      await offer();
    },
  };
}
