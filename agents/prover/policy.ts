// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { isWorth, type Prices } from "./profit.ts";
import { type BatchPlace, before, nameOf, type Peer, weightOf } from "./turns.ts";

/** A batch that is not settled, as the chain's logs tell it. Times in seconds. */
export type Batch = BatchPlace & {
  entries: number;
  /** Time of the first credit. */
  openedSec: number;
  /** Undefined while the batch is open. */
  sealedSec: number | undefined;
  /** Time of the settlement of the batch before; undefined while that is not settled. */
  headSec: number | undefined;
};

export type ProverRules = {
  /** A batch of another prover may be taken after this long without a settlement. */
  takeoverSec: number;
  /** Whether a segment's batches are settled whatever the gas. */
  isServed(segment: bigint): boolean;
};

export type ProverView = {
  self: Address;
  nowSec: number;
  /** Every batch that is not settled, in any order. */
  batches: readonly Batch[];
  /** Whether this prover settled lately, so that the others know of it. */
  isKnown: boolean;
  /** The other provers that settled lately. */
  peers: readonly Peer[];
  /** Batches with a proof made, by {@link nameOf}. */
  proved: ReadonlySet<string>;
  /** Batches left alone until a time, in seconds: a step failed, or another's settlement is on its way. */
  resting: ReadonlyMap<string, number>;
  prices: Prices;
  /** The contract's own limits. */
  sealAgeSec: number;
  maxEntries: number;
};

export type ProverPlan = {
  /** Prove next, with the provers that did not deliver. */
  prove?: Batch & { missedBy: readonly Address[] };
  /** Settle next: a proof is made. */
  settle?: Batch;
  /** Seal next. */
  seal?: Batch;
  /** The number of batches whose fees do not pay for their gas now. */
  unpaid: number;
};

/** Proofs in hand beyond which none is added that would wait too: something keeps the settlements back. */
export const MOST_PROOFS = 4;
/** Provers that do not know of each other start within so many of the oldest batches, each in an order of its own. */
const STRANGERS_CHOICE = 4;

/**
 * Decides the next step of each kind; the three run side by side, so that none waits for another's work.
 * - proofs: the oldest batch first, so each is proved after a bounded number of others, whatever is added meanwhile;
 * - settlements: the oldest proof that its segment's order lets through;
 * - seals: the oldest batch that is old enough or full, unless a sealed one of its segment still waits: a seal before a
 *   proof can follow only makes batches smaller, and so the gas of each entry dearer.
 */
export function planProver(view: ProverView, rules: ProverRules): ProverPlan {
  const oldest = payingOf(view, rules).sort(byAge);
  const sealed = oldest.filter(({ sealedSec }) => sealedSec !== undefined);
  const proofs = sealed.filter((one) => view.proved.has(nameOf(one)));
  const unproved = sealed.filter((one) => !view.proved.has(nameOf(one)) && !isResting(one, view));
  const settle = proofs.find(({ headSec }) => headSec !== undefined);
  const mayPile = proofs.length < MOST_PROOFS;
  // proofs that wait for the batch before them must not keep that one back
  const candidates = mayPile || settle ? unproved : unproved.filter(({ headSec }) => headSec !== undefined);
  const next = mayPile || !settle ? nextProof(candidates, view, rules) : undefined;
  return {
    prove: next && { ...next, missedBy: peersBefore(next, view).map(({ address }) => address) },
    settle,
    seal: oldest.find((one) => !isResting(one, view) && isSealable(one, view) && isTurn(one, view, rules)),
    unpaid: view.batches.length - oldest.length,
  };
}

/**
 * The oldest batch whose turn it is. A prover that settled nothing lately is unknown to the others, who may take any
 * batch, so it keeps out of their way until a batch has waited for long: beside others it takes the newest of several;
 * beside none it begins with one of the oldest, by an order of its own, since another may start at the same time.
 */
function nextProof(unproved: readonly Batch[], view: ProverView, rules: ProverRules): Batch | undefined {
  const [oldest] = unproved;
  const late = oldest && readySec(oldest, view) + rules.takeoverSec <= view.nowSec;
  if (!oldest || late || view.isKnown) return unproved.find((one) => isTurn(one, view, rules));
  // its first settlement will tell the others
  if (view.proved.size > 0) return undefined;
  if (view.peers.length > 0) return unproved.length > 1 ? unproved.at(-1) : undefined;
  return unproved
    .filter(({ headSec }) => headSec !== undefined)
    .slice(0, STRANGERS_CHOICE)
    .sort((a, b) => compare(weightOf(view.self, b), weightOf(view.self, a)))[0];
}

/**
 * Whether a batch is this prover's to take: at once when no other prover is before it; else when the others have let the
 * time for a takeover pass, and four times that at the latest. Only a segment's oldest batch can be late.
 */
function isTurn(batch: Batch, view: ProverView, { takeoverSec }: ProverRules): boolean {
  const others = peersBefore(batch, view);
  if (others.length === 0) return true;
  if (batch.headSec === undefined) return false;
  const ready = readySec(batch, view);
  // a prover that settles others of its batches is alive, and comes to this one
  const deliveredSec = Math.max(ready, ...others.map(({ settledSec }) => settledSec));
  const dueSec = Math.min(deliveredSec + Math.min(others.length, 2) * takeoverSec, ready + 4 * takeoverSec);
  return dueSec <= view.nowSec;
}

/** The time from which a batch could be taken by its first prover. */
function readySec({ openedSec, sealedSec, headSec }: Batch, { sealAgeSec }: ProverView): number {
  return Math.max(sealedSec ?? openedSec + sealAgeSec, headSec ?? 0);
}

function isSealable({ entries, openedSec, sealedSec, headSec }: Batch, view: ProverView): boolean {
  if (sealedSec !== undefined || headSec === undefined) return false;
  return entries >= view.maxEntries || openedSec + view.sealAgeSec <= view.nowSec;
}

/** The batches that pay: in each segment those from the oldest on, up to the first that no run of later ones pays for. */
function payingOf({ batches, prices }: ProverView, { isServed }: ProverRules): Batch[] {
  const segments = Map.groupBy(batches, ({ segment }) => segment);
  return [...segments].flatMap(([segment, unordered]) => {
    const queue = unordered.toSorted((a, b) => compare(a.batch, b.batch));
    if (isServed(segment)) return queue;
    const sums = queue.map(({ entries, sealedSec }) => ({ entries, isSealed: sealedSec !== undefined }));
    const loss = queue.findIndex((_, at) => !isWorth(sums.slice(at), prices));
    return loss === -1 ? queue : queue.slice(0, loss);
  });
}

const isResting = (batch: BatchPlace, { resting, nowSec }: ProverView) =>
  (resting.get(nameOf(batch)) ?? 0) > nowSec;
const peersBefore = (batch: BatchPlace, { self, peers }: ProverView) => before(self, peers, batch);
const byAge = (a: Batch, b: Batch) =>
  a.openedSec - b.openedSec || compare(a.segment, b.segment) || compare(a.batch, b.batch);
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
