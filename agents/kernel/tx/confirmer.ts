// SPDX-License-Identifier: GPL-3.0-or-later
import type { Counter } from "prom-client";
import type { Address, LocalAccount, TransactionReceipt } from "viem";
import type { ChainClient } from "../chain/chain.ts";
import type { Clock } from "../process/clock.ts";
import { describeError, TryAgainError, UserError } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";
import { readMarket, receiptOf, signEntry } from "./attempt.ts";
import { broadcast } from "./broadcast.ts";
import { bumpedFees, type Fees } from "./fees.ts";
import type { Attempt, Journal, JournalEntry } from "./journal.ts";

export type SettlerOptions = {
  publicClient: ChainClient;
  account: LocalAccount;
  journal: Journal;
  log: Logger;
  clock: Clock;
  bumpAfterMs: number;
  bumpPercent: number;
  maxFeePerGasWei: bigint;
  signal: AbortSignal;
  bumps: Counter | undefined;
};

/** The node looked at the transaction and did not take it. Its nonce is free again. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** Somebody else sent a transaction from the account. */
export class AccountUsedElsewhereError extends UserError {
  override name = "AccountUsedElsewhereError";

  constructor(account: Address, nonce: number) {
    super(
      `${account} is used by something else: nonce ${nonce} is taken by a transaction that is not ours.`,
      "Give every role a key of its own, and stop what else uses this one.",
    );
  }
}

/** How often the nonce may be used without a receipt of ours before we say that another's transaction used it. */
export const MISSED_RECEIPTS = 20;

/** Sees entries of the journal through, from the first broadcast to the receipt. */
export function createSettler(options: SettlerOptions) {
  const { publicClient, account, journal, log, clock, signal } = options;
  const { address } = account;

  const sign = (entry: JournalEntry, fees: Fees) => signEntry(account, publicClient.chain.id, entry, fees);
  const marketFees = () => readMarket(publicClient);

  /** Returns the receipt, reverted or not. Bears any trouble with the RPC, and asks again. */
  async function settle(entry: JournalEntry): Promise<TransactionReceipt> {
    let missedReceipts = 0;
    let lastSentMs: number | undefined;
    let troubles = 0;
    while (!signal.aborted) {
      try {
        const receipt = await findReceipt(entry.nonce);
        if (receipt) {
          await journal.close(entry.nonce, "mined");
          return receipt;
        }
        if ((await usedNonces()) > entry.nonce) {
          // the node may learn of the receipt a moment after the nonce
          missedReceipts += 1;
          if (missedReceipts > MISSED_RECEIPTS) await giveUp(entry);
        } else if (lastSentMs === undefined) {
          await broadcastFirst(entry);
          lastSentMs = clock.nowMs();
        } else if (clock.nowMs() - lastSentMs >= options.bumpAfterMs) {
          await payMore(entry);
          lastSentMs = clock.nowMs();
        }
        troubles = 0;
      } catch (error) {
        if (error instanceof RefusedError || error instanceof AccountUsedElsewhereError) throw error;
        troubles += 1;
        log[troubles === 1 ? "warn" : "debug"](
          { label: entry.label, err: error },
          "cannot see to a transaction, will retry",
        );
      }
      const waitMs = publicClient.pollingInterval * 2 ** Math.min(troubles, 5);
      await clock.sleep(waitMs, signal);
    }
    throw new TryAgainError(`Stopped before "${entry.label}" was mined.`, "The next start takes it up.");
  }

  async function broadcastFirst(entry: JournalEntry): Promise<void> {
    const attempts = await journal.attempts(entry.nonce);
    const newest = attempts.at(-1) as Attempt;
    const answer = await broadcast(publicClient, newest.raw);
    log.debug({ label: entry.label, nonce: entry.nonce, tx: newest.hash, answer: answer.kind }, "sent");
    // a nonce can be freed only at the end, or those behind it would wait for ever
    const isLast = (await journal.lastNonce()) === entry.nonce;
    if (answer.kind === "refused" && !isLast) throw answer.error;
    if (answer.kind === "refused") {
      await journal.remove(entry.nonce);
      throw new RefusedError(`The node refused "${entry.label}": ${describeError(answer.error)}`, {
        cause: answer.error,
      });
    }
    // with a single signed form of ours, what waits there cannot be one
    if (answer.kind === "underpriced" && isLast && attempts.length === 1) {
      await journal.remove(entry.nonce);
      throw new AccountUsedElsewhereError(address, entry.nonce);
    }
  }

  /** Replaces the newest form by one that pays more, and fills the gap that a reorg below it may have left. */
  async function payMore(entry: JournalEntry): Promise<void> {
    const attempts = await journal.attempts(entry.nonce);
    const newest = attempts.at(-1) as Attempt;
    const fees = bumpedFees(newest, await marketFees(), options.bumpPercent, options.maxFeePerGasWei);
    if (fees) {
      await journal.addAttempt(entry.nonce, attempts.length, await sign(entry, fees), clock.nowMs());
      options.bumps?.inc();
      log.info(
        { label: entry.label, nonce: entry.nonce, maxFeePerGas: fees.maxFeePerGas },
        "paying more to be mined",
      );
    } else {
      log.warn({ label: entry.label, nonce: entry.nonce }, "not mined yet, and it may not pay more");
    }
    for (let nonce = await usedNonces(); nonce <= entry.nonce; nonce++) {
      const last = (await journal.attempts(nonce)).at(-1);
      if (last) await broadcast(publicClient, last.raw);
    }
  }

  const findReceipt = async (nonce: number) => receiptOf(publicClient, await journal.attempts(nonce));

  async function giveUp(entry: JournalEntry): Promise<never> {
    await journal.close(entry.nonce, "lost");
    throw new AccountUsedElsewhereError(address, entry.nonce);
  }

  const usedNonces = () => publicClient.getTransactionCount({ address });

  return { sign, marketFees, settle };
}
