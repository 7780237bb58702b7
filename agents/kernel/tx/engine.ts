// SPDX-License-Identifier: GPL-3.0-or-later
import type { LocalAccount, TransactionReceipt } from "viem";
import type { ChainClient } from "../chain/chain.ts";
import { headOf } from "../chain/head.ts";
import { type Clock, systemClock } from "../process/clock.ts";
import { describeError, UserError } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";
import type { Metrics } from "../process/metrics.ts";
import type { KernelStore } from "../store/store.ts";
import { broadcast, readMarket, receiptOf, signEntry } from "./attempt.ts";
import { type Bid, isSameCall, LEAST_BUMP_PERCENT, type Offer, planBids, standsOn } from "./bids.ts";
import { aboveFloor, firstFees, type Market } from "./fees.ts";
import { type Attempt, type JournalEntry, openJournal } from "./journal.ts";
import type { Answer } from "./refusals.ts";
import { AccountUsedElsewhereError, RefusedError } from "./txErrors.ts";

export type EngineOptions = {
  publicClient: ChainClient;
  account: LocalAccount;
  store: KernelStore;
  log: Logger;
  metrics?: Metrics;
  clock?: Clock;
  /** After this long without a mined transaction, all pending ones are offered anew, at higher fees. */
  bumpAfterMs?: number;
  /** The raise of a repeated transaction, in percent; nodes refuse less than 12.5. An offer has its own. */
  bumpPercent?: number;
  /** The highest price, in wei per gas. An offer has its own. */
  maxFeePerGasWei?: bigint;
  /** A mined nonce is another sender's after this long without a receipt of ours. */
  missedReceiptMs?: number;
  /** The most nonces pending at once; nodes keep at least 16 of one account. */
  maxPending?: number;
};

/** The transactions under way. */
export type Flight = {
  /** The unmined nonces in order, each with its entry, signed forms and offer as far as known. */
  pending: {
    nonce: number;
    entry: JournalEntry | undefined;
    attempts: Attempt[];
    offer: Offer | undefined;
  }[];
  /** The first free nonce behind the pending ones. */
  next: number;
  /** The number of mined nonces whose receipt the node has yet to show. */
  unseen: number;
  /** No transaction was mined for too long, or a pending one is unknown to this process: plan as if none were pending. */
  stuck: boolean;
  /** The keys of all offers under way; empty when stuck. */
  keys: ReadonlySet<string>;
  /** The last block that mined a transaction of this account: a plan from an earlier block would repeat it. */
  minedBlock: bigint;
};

/** Whether no transaction of the account is under way, as far as is known. */
export const isAtRest = (flight: Flight | undefined): boolean =>
  flight !== undefined && flight.pending.length === 0 && flight.unseen === 0;

/** The outcome of an awaited offer. Only a receipt of one of its `hashes` counts. */
export type Fate = { hashes: string[]; receipt?: TransactionReceipt; error?: Error };

/** And after so many looks: a step of the clock proves nothing. */
const MISSED_RECEIPT_LOOKS = 20;
/** Under so many blocks a mined transaction is taken for final. */
const SETTLED_BLOCKS = 64n;

/**
 * Sees the transactions of one account through, from the first offer to the receipt.
 * `see` and `bid` make a turn; the caller runs one turn at a time. A turn may fail anywhere; the next puts things right.
 */
export function createEngine(options: EngineOptions) {
  const { publicClient, account, log, metrics, clock = systemClock } = options;
  const { bumpAfterMs = 30_000, missedReceiptMs = 60_000, maxPending = 16 } = options;
  const { bumpPercent = LEAST_BUMP_PERCENT, maxFeePerGasWei = 500_000_000_000n } = options;
  const { address } = account;
  const head = headOf(publicClient);
  const journal = openJournal(options.store.kernel, address);
  const mined = metrics?.counter("transactions_total", "Transactions mined", ["status"]);
  const gasUsed = metrics?.counter("transaction_gas_total", "Gas used by mined transactions");
  const bumps = metrics?.counter("transaction_bumps_total", "Transactions replaced by one that pays more");

  // of this process alone: an earlier process's transaction is unknown until offered anew
  const standing = new Map<number, Offer>();
  const unsent = new Map<number, Answer["kind"]>();
  const missed = new Map<number, { looks: number; sinceMs: number }>();
  const awaited = new Map<Offer, Fate>();
  let movedMs = clock.nowMs();
  let lastUsed: number | undefined;
  let minedBlock = 0n;
  let hasOpen = true;
  let movedBlock: bigint | undefined;

  /** Learns the fate of every sent transaction, after a crash and a reorg too. */
  async function see(): Promise<Flight> {
    const used = await publicClient.getTransactionCount({ address });
    await journal.reopenFrom(used);
    const open = await journal.open();
    const next = Math.max(used, ...open.map(({ nonce }) => nonce + 1));
    const isOurs =
      lastUsed === undefined ||
      used <= lastUsed ||
      open.some(({ nonce }) => nonce >= used - 1) ||
      // of a form that was given up, and that another node still had
      (await receiptOf(publicClient, await journal.attempts(used - 1))) !== undefined;
    if (used !== lastUsed) {
      movedMs = clock.nowMs();
      movedBlock = head.latest()?.number;
    }
    movedBlock ??= head.latest()?.number;
    // a lower nonce than before: a reorg, or a node that lags
    if (lastUsed !== undefined && used < lastUsed) minedBlock = 0n;
    lastUsed = used;
    // thrown once, since the other sender may be done
    if (!isOurs) throw new AccountUsedElsewhereError(address, used - 1);

    let unseen = 0;
    for (const entry of open) if (entry.nonce < used && !(await close(entry))) unseen += 1;
    for (const nonce of standing.keys())
      if (!open.some((one) => one.nonce === nonce && nonce >= used)) forget(nonce);
    const pending: Flight["pending"] = [];
    for (let nonce = used; nonce < next; nonce += 1) {
      const entry = open.find((one) => one.nonce === nonce);
      pending.push({ nonce, entry, attempts: await journal.attempts(nonce), offer: standing.get(nonce) });
    }
    hasOpen = pending.length + unseen > 0;
    const isLate = clock.nowMs() - movedMs >= bumpAfterMs;
    const stuck = pending.length > 0 && (isLate || pending.some(({ offer }) => !offer));
    const keys = new Set(stuck ? [] : [...standing.values()].flatMap((offer) => offer.keys));
    return { pending, next, unseen, stuck, keys, minedBlock };
  }

  /** Closes an entry whose nonce is mined: by a signed form of ours, or, without a receipt, by another sender. */
  async function close({ nonce, label }: JournalEntry): Promise<boolean> {
    const receipt = await receiptOf(publicClient, await journal.attempts(nonce));
    const { looks, sinceMs } = missed.get(nonce) ?? { looks: 0, sinceMs: clock.nowMs() };
    missed.set(nonce, { looks: looks + 1, sinceMs });
    // a node may show the receipt a while after the nonce
    const isGone = looks >= MISSED_RECEIPT_LOOKS && clock.nowMs() - sinceMs >= missedReceiptMs;
    if (!receipt && !isGone) return false;
    missed.delete(nonce);
    await journal.close(nonce, receipt ? "mined" : "lost");
    const [offer, fate] = [...awaited].find(([one]) => one.nonce === nonce) ?? [];
    if (!receipt) {
      log.warn({ label, nonce }, "transaction dropped: nonce used by another sender");
      if (fate) fate.error = new AccountUsedElsewhereError(address, nonce);
      return true;
    }
    const { transactionHash: tx, gasUsed: gas, status, blockNumber } = receipt;
    if (fate?.hashes.includes(tx)) fate.receipt = receipt;
    // overtaken: no signed form of the offer can be mined any more
    else if (offer) offer.nonce = "next";
    if (blockNumber > minedBlock) minedBlock = blockNumber;
    mined?.inc({ status });
    gasUsed?.inc(Number(gas));
    log[status === "reverted" ? "warn" : fate ? "debug" : "info"](
      { label, tx, gas, status },
      `transaction ${status === "reverted" ? "reverted" : "mined"}`,
    );
    return true;
  }

  /** Carries out the plan for `wanted`, the most urgent first, and for the awaited offers. */
  async function bid(wanted: readonly Offer[], { pending, next, stuck }: Flight): Promise<void> {
    const fresh = [...awaited].filter(([{ nonce }]) => nonce === "next");
    const [market, balanceWei, taken] = await Promise.all([
      readMarket(publicClient),
      publicClient.getBalance({ address }),
      fresh.length > 0 ? publicClient.getTransactionCount({ address, blockTag: "pending" }) : next,
    ]);
    const isTaken = taken > next && (await journal.attempts(next)).length === 0;
    for (const [offer, fate] of fresh) {
      fate.error = isTaken
        ? new AccountUsedElsewhereError(address, next)
        : shortage(offer, market, balanceWei);
    }
    const waiting = [...awaited].flatMap(([offer, { error, receipt }]) => (error || receipt ? [] : [offer]));
    const bids = planBids({
      firstNonce: next - pending.length,
      pending: pending.map(({ entry, attempts }) => entry && { ...entry, fees: attempts.at(-1)! }),
      offers: [...new Set([...wanted, ...waiting])],
      stuck,
      market,
      maxPending,
      balanceWei,
    });
    // a nonce behind a gap is not freed, or the nonces after it would wait for ever
    let isFirm = true;
    for (const { nonce, entry, attempts, offer: known } of pending) {
      const chosen = bids.find((one) => one.nonce === nonce);
      const isInherited = entry && !known && (!chosen || isSameCall(chosen.offer, entry));
      if (chosen && !isInherited) await place(chosen, market, entry !== undefined);
      else if (entry && (stuck || unsent.has(nonce))) {
        if (isInherited)
          standing.set(nonce, wanted.find((one) => standsOn(nonce, one, entry)) ?? inherited(entry));
        else if (stuck && known?.nonce !== undefined)
          log.warn({ label: entry.label, nonce }, "transaction not mined: its fee has reached the cap");
        const isRefused = isInherited || unsent.get(nonce) === "refused";
        const isFree = isRefused && isFirm && nonce === next - 1 && attempts.length === 1;
        const answer = await broadcast(publicClient, attempts.at(-1)!);
        await heed(answer, nonce, { isFree, isInherited: isInherited === true });
      }
      isFirm &&= !unsent.has(nonce);
    }
    let free = next;
    for (const one of bids.filter(({ nonce }) => nonce >= next)) {
      if (await place({ ...one, nonce: free }, market, false)) free += 1;
    }
    if (stuck || pending.length === 0) movedMs = clock.nowMs();
  }

  /** The error for an awaited offer that the account cannot pay now. */
  function shortage({ gas, valueWei = 0n, ...offer }: Offer, market: Market, balanceWei: bigint) {
    try {
      const neededWei = gas * firstFees(market, offer.maxFeePerGasWei).maxFeePerGas + valueWei;
      if (balanceWei >= neededWei) return undefined;
      return new UserError(
        `${address} holds ${balanceWei} wei of ether, and this transaction may cost ${neededWei}.`,
        "Send the account some ether, then try again.",
      );
    } catch (error) {
      return error as Error;
    }
  }

  /** Puts an offer on its nonce: first in the journal, then at the node. False when the nonce is free again. */
  async function place(
    { nonce, offer, fees }: Bid,
    market: Market,
    isReplacement: boolean,
    isFirst?: boolean,
  ): Promise<boolean> {
    const { to, data, gas, label, valueWei = 0n } = offer;
    const entry: JournalEntry = { nonce, label, to, data, valueWei, gas };
    const attempt = await signEntry(account, publicClient.chain.id, entry, fees);
    // a form that was given up may still wait at another node
    const isFree = isFirst ?? (!isReplacement && (await journal.attempts(nonce)).length === 0);
    await journal.write(entry, attempt, clock.nowMs());
    if (offer.nonce !== undefined) offer.nonce = nonce;
    awaited.get(offer)?.hashes.push(attempt.hash);
    standing.set(nonce, offer);
    const answer = await broadcast(publicClient, attempt);
    const fields = { label, nonce, maxFeePerGas: fees.maxFeePerGas, tx: attempt.hash, answer: answer.kind };
    log[isReplacement ? "info" : "debug"](
      fields,
      isReplacement ? "transaction fee raised" : "transaction sent",
    );
    const more = answer.kind === "belowFloor" && aboveFloor(fees, market, offer.maxFeePerGasWei);
    if (more) return place({ nonce, offer, fees: more }, market, isReplacement, isFree);
    if (isReplacement) bumps?.inc();
    return heed(answer, nonce, { isFree, isInherited: false });
  }

  /**
   * Notes the node's answer. `isFree`: this node has no signed form of the nonce. False: the nonce is free again; of an
   * inherited transaction, which another node may still have, the form is kept.
   */
  async function heed(
    answer: Answer,
    nonce: number,
    { isFree, isInherited }: { isFree: boolean; isInherited: boolean },
  ): Promise<boolean> {
    const offer = standing.get(nonce)!;
    let error: Error | undefined;
    if ("error" in answer) {
      const said = describeError(answer.error);
      error = new RefusedError(`The node refused "${offer.label}": ${said}`, { cause: answer.error });
    } else if (answer.kind === "outbid" && isFree && offer.nonce !== undefined) {
      // with a single signed form of ours, the waiting transaction is another sender's
      error = new AccountUsedElsewhereError(address, nonce);
    }
    // after one silence the node may have the transaction, whatever the later answers
    if (answer.kind === "silent" || (error && unsent.get(nonce) !== "silent")) unsent.set(nonce, answer.kind);
    else if (!error) unsent.delete(nonce);
    if (error) log.warn({ label: offer.label, nonce, isFree, err: error }, "transaction refused by the node");
    if (!error || !isFree) return true;
    if (isInherited) await journal.close(nonce, "lost");
    else await journal.remove(nonce);
    forget(nonce);
    const fate = awaited.get(offer);
    if (fate) fate.error = error;
    return false;
  }

  function forget(nonce: number): void {
    standing.delete(nonce);
    unsent.delete(nonce);
  }

  function inherited({ nonce, label, to, data, valueWei, gas }: JournalEntry): Offer {
    log.info({ label, nonce }, "transaction of an earlier process taken up");
    return { nonce, label, to, data, valueWei, gas, keys: [], maxFeePerGasWei, bumpPercent };
  }

  /** A turn for the pending transactions, without news from the role. */
  async function turn(): Promise<Flight> {
    const flight = await see();
    const isNew = [...awaited.keys()].some(({ nonce }) => nonce === "next");
    if (flight.stuck || isNew || unsent.size > 0) {
      const offers = flight.pending.flatMap(({ offer, entry }) => offer ?? (entry ? [inherited(entry)] : []));
      await bid(offers, flight);
    }
    return flight;
  }

  /** Whether nothing is under way, and nothing that was can come back: another look would tell nothing. */
  async function isQuiet(): Promise<boolean> {
    if (hasOpen || awaited.size > 0) return false;
    if (await journal.isEmpty()) return true;
    const now = head.latest()?.number;
    return now !== undefined && movedBlock !== undefined && now - movedBlock > SETTLED_BLOCKS;
  }

  return {
    see,
    bid,
    turn,
    isQuiet,
    /** Offers whose nonce begins as `next`, with their fate: part of every turn until removed. */
    awaited,
    terms: { maxFeePerGasWei, bumpPercent },
  };
}
