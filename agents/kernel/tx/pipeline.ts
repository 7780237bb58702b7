// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, LocalAccount } from "viem";
import type { ChainClient } from "../chain/chain.ts";
import { type Clock, systemClock } from "../process/clock.ts";
import { describeError } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";
import type { Metrics } from "../process/metrics.ts";
import type { KernelStore } from "../store/store.ts";
import { readMarket, receiptOf, signEntry } from "./attempt.ts";
import { type Bid, type Offer, planBids } from "./bids.ts";
import { broadcast } from "./broadcast.ts";
import { MISSED_RECEIPTS } from "./confirmer.ts";
import { type Attempt, type JournalEntry, openJournal } from "./journal.ts";

export type PipelineOptions = {
  publicClient: ChainClient;
  account: LocalAccount;
  store: KernelStore;
  log: Logger;
  metrics?: Metrics;
  clock?: Clock;
  /** When nothing was mined for this long, all that is under way is offered anew, and pays more. */
  bumpAfterMs: number;
  /** Nonces under way at once, at most. */
  maxSlots: number;
};

/** What is under way. */
export type Flight = {
  /** The nonces from the first that is not mined; an entry is undefined when the journal has none. */
  slots: { nonce: number; entry: JournalEntry | undefined; newest: Attempt | undefined }[];
  /** Nothing was mined for too long, or this process does not know what it is: plan as if nothing were under way. */
  stuck: boolean;
  /** The keys of all offers under way; empty when stuck. */
  keys: ReadonlySet<string>;
  /** The last block that mined one of ours: who looks at an earlier one would decide the same again. */
  minedBlock: bigint;
};

export type Pipeline = {
  address: Address;
  /** Learns what became of what was sent, after a crash and a reorg too. Call it before looking at the chain to decide. */
  look(): Promise<Flight>;
  /**
   * Bids for `offers`, the most urgent first, and does not wait. What is under way need not be offered again unless
   * the flight is stuck; then all that is still wanted is.
   */
  offer(offers: readonly Offer[], flight: Flight): Promise<void>;
};

/**
 * Sends for roles with deadlines: several nonces at once, never waiting for one, and what stands on a nonce may be
 * replaced by what has become more urgent. The one owner of its account's nonces. Like the sender it writes its
 * journal before it broadcasts; unlike the sender's, its transactions must be harmless when mined late or twice.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { publicClient, account, log, clock = systemClock, bumpAfterMs, maxSlots } = options;
  const { address } = account;
  const journal = openJournal(options.store.kernel, address);
  const mined = options.metrics?.counter("transactions_total", "Transactions mined", ["status"]);
  const gasUsed = options.metrics?.counter("transaction_gas_total", "Gas used by mined transactions");
  const bumps = options.metrics?.counter(
    "transaction_bumps_total",
    "Transactions replaced by one that pays more",
  );

  // of this process alone: what an earlier one sent is offered anew
  const keys = new Map<number, readonly string[]>();
  const missed = new Map<number, number>();
  let movedMs = clock.nowMs();
  let lastUsed = -1;
  let minedBlock = 0n;

  async function look(): Promise<Flight> {
    const used = await publicClient.getTransactionCount({ address });
    // fewer than before: a reorg, or a node that lags
    if (used < lastUsed) minedBlock = 0n;
    if (used !== lastUsed) movedMs = clock.nowMs();
    lastUsed = used;
    await journal.reopenFrom(used);
    const open = await journal.open();
    for (const entry of open) if (entry.nonce < used) await close(entry);
    const end = Math.max(used - 1, ...open.map(({ nonce }) => nonce));
    const slots = [];
    for (let nonce = used; nonce <= end; nonce += 1) {
      const entry = open.find((one) => one.nonce === nonce);
      slots.push({ nonce, entry, newest: entry && (await journal.attempts(nonce)).at(-1) });
    }
    // mined, or never written down
    for (const nonce of keys.keys())
      if (!slots.some((slot) => slot.nonce === nonce && slot.entry)) keys.delete(nonce);
    const unknown = slots.some(({ nonce }) => !keys.has(nonce));
    const stuck = slots.length > 0 && (unknown || clock.nowMs() - movedMs >= bumpAfterMs);
    return { slots, stuck, keys: new Set(stuck ? [] : [...keys.values()].flat()), minedBlock };
  }

  /** Ends an entry whose nonce is used: by a form of it, or, when none has a receipt, by somebody else. */
  async function close(entry: JournalEntry): Promise<void> {
    const { nonce, label } = entry;
    const receipt = await receiptOf(publicClient, await journal.attempts(nonce));
    if (receipt) {
      await journal.close(nonce, "mined");
      missed.delete(nonce);
      if (receipt.blockNumber > minedBlock) minedBlock = receipt.blockNumber;
      mined?.inc({ status: receipt.status });
      gasUsed?.inc(Number(receipt.gasUsed));
      const level = receipt.status === "success" ? "info" : "warn";
      log[level](
        { label, tx: receipt.transactionHash, gas: receipt.gasUsed, status: receipt.status },
        "mined",
      );
      return;
    }
    // the node may learn of the receipt a moment after the nonce
    const times = (missed.get(nonce) ?? 0) + 1;
    missed.set(nonce, times);
    if (times <= MISSED_RECEIPTS) return;
    await journal.close(nonce, "lost");
    missed.delete(nonce);
    log.warn({ label, nonce }, "something else sends from this account, and took the nonce");
  }

  async function offer(offers: readonly Offer[], { slots, stuck }: Flight): Promise<void> {
    const [market, balanceWei] = await Promise.all([
      readMarket(publicClient),
      publicClient.getBalance({ address }),
    ]);
    const bids = planBids({
      slots: slots.map(({ entry, newest }) => entry && newest && { ...entry, fees: newest }),
      offers,
      stuck,
      market,
      maxSlots,
      balanceWei,
    });
    for (const [index, { nonce, entry, newest }] of slots.entries()) {
      const bid = bids.find(({ slot }) => slot === index);
      if (bid) await place(bid, nonce, entry, newest);
      // a node may have dropped it
      else if (stuck && newest) await broadcast(publicClient, newest.raw);
    }
    const next = lastUsed + slots.length;
    for (const bid of bids) if (bid.slot >= slots.length) await place(bid, next + bid.slot - slots.length);
    if (stuck) for (const { nonce, entry } of slots) if (entry && !keys.has(nonce)) keys.set(nonce, []);
    if (stuck || slots.length === 0) movedMs = clock.nowMs();
  }

  async function place(bid: Bid, nonce: number, before?: JournalEntry, newest?: Attempt): Promise<void> {
    const { to, data, gas, label } = bid.offer;
    const first = !keys.has(nonce);
    keys.set(nonce, bid.offer.keys);
    if (first && newest && before?.data === data && before.to === to) {
      // an earlier process sent the very same
      await broadcast(publicClient, newest.raw);
      return;
    }
    const entry: JournalEntry = { nonce, label, to, data, valueWei: 0n, gas };
    const attempt = await signEntry(account, publicClient.chain.id, entry, bid.fees);
    const nowMs = clock.nowMs();
    if (before) {
      await journal.replace(entry, (await journal.attempts(nonce)).length, attempt, nowMs);
      bumps?.inc();
    } else await journal.add(entry, attempt, nowMs);
    const answer = await broadcast(publicClient, attempt.raw);
    const fields = { label, nonce, maxFeePerGas: attempt.maxFeePerGas, tx: attempt.hash };
    log[before ? "info" : "debug"](fields, before ? "paying more to be mined" : "sent");
    if (answer.kind === "refused") {
      log.warn(
        { ...fields, reason: describeError(answer.error) },
        "the node refused a transaction, will retry",
      );
    }
  }

  return { address, look, offer };
}
