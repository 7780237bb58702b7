// SPDX-License-Identifier: GPL-3.0-or-later
// Who fills in for an owner that is silent, and when a copy that was filled in may go. Pure: liveness and time are handed in.
import type { Address, Hex } from "viem";
import type { CommittedContent } from "../../sdk/content/tree.ts";

/** Live copies below which the next ranks fill in. */
const FEWEST_COPIES = 3;
/** Beats without a good answer after which an edge counts as dead. */
export const MOST_MISSED = 2;
/** For so long an owner that comes back finds its place kept: a copy too many goes only when it has been too many this long. */
export const GRACE_MS = 600_000;
/**
 * After so long, and the time that a backlog takes twice, one rank more is taken in for those that do not come to hold a work; sooner where
 * a single copy lives.
 */
const PATIENCE_MS = 600_000;
const PATIENCE_AT_LAST_MS = 30_000;
/** The most ranks that are taken in beside: no more than twice as many copies are ever made. */
const MOST_LATE = 3;

/** A work, and the edges that are responsible for it: the owners by the plan, then the next ranks. */
export type WatchedWork = { content: CommittedContent; order: readonly Address[]; owners: number };

/** What is known of another edge. */
export type Peer = {
  /** Beats in a row without a good answer. */
  missed: number;
  /** The roots of the works that it holds whole, as it signed, without those that it could not show; undefined before its first answer. */
  holds: ReadonlySet<Hex> | undefined;
  /** The roots of the works that it was to fill in and cannot. */
  refuses: ReadonlySet<Hex>;
  /** Whether it is about to leave: its copies do not count. */
  isRetiring: boolean;
};

export type RepairView = {
  self: Address;
  isRetiring: boolean;
  /** The works that have this edge in their order. */
  works: readonly WatchedWork[];
  /** The other edges of the roster. */
  peers: ReadonlyMap<Address, Peer>;
  /** The roots of the works that are here, whole, and of those that could not be brought. */
  holds: ReadonlySet<Hex>;
  refuses: ReadonlySet<Hex>;
  /** The works that this edge filled in. */
  substitutes: ReadonlySet<Hex>;
  /** The cap on what this edge fills. */
  bytesPerSec: number;
};

/** Since when works, by their roots, have too few live copies, and since when too many. */
export type RepairMemory = {
  shortSinceMs: ReadonlyMap<Hex, number>;
  surplusSinceMs: ReadonlyMap<Hex, number>;
};
export const nothingRemembered: RepairMemory = { shortSinceMs: new Map(), surplusSinceMs: new Map() };

export type RepairPlan = {
  /** The works to fill in here, those with the fewest copies first. */
  fill: WatchedWork[];
  /** The copies that this edge filled in, and that are not needed any more. */
  drop: WatchedWork[];
  /** The works with too few live copies, of those that are watched here. */
  short: number;
  memory: RepairMemory;
};

export const isAlive = ({ missed }: Peer) => missed < MOST_MISSED;

/**
 * Plans this edge's part. As many fill in as copies are missing, the first in the order that live and lack the work: every edge with the
 * same view comes to the same few.
 */
export function planRepair(view: RepairView, before: RepairMemory, nowMs: number): RepairPlan {
  const { self, works, peers } = view;
  const alive = [...peers].filter(([, peer]) => isAlive(peer));
  const shortSinceMs = new Map<Hex, number>();
  const surplusSinceMs = new Map<Hex, number>();
  const counted = works.map((work) => ({ work, holders: holdersOf(work, view, alive) }));
  const short = counted.filter(({ holders }) => holders.size < FEWEST_COPIES);
  const backlogMs =
    (short.reduce((sum, { work }) => sum + Number(work.content.byteCount), 0) * 1_000) / view.bytesPerSec;
  const fill: typeof counted = [];
  const drop: WatchedWork[] = [];
  // who hears nobody is cut off itself
  const isHeard = alive.some(([, { holds }]) => holds !== undefined);

  for (const { work, holders } of short) {
    const { root } = work.content;
    const sinceMs = before.shortSinceMs.get(root) ?? nowMs;
    shortSinceMs.set(root, sinceMs);
    // what nobody holds, nobody can hand on
    if (!isHeard || view.isRetiring || holders.size === 0) continue;
    const patienceMs = holders.size === 1 ? PATIENCE_AT_LAST_MS : PATIENCE_MS;
    const late = Math.min(MOST_LATE, Math.floor((nowMs - sinceMs) / (patienceMs + 2 * backlogMs)));
    const able = work.order.filter((edge) => !holders.has(edge) && isAble(edge, root, view));
    if (able.slice(0, FEWEST_COPIES - holders.size + late).includes(self)) fill.push({ work, holders });
  }
  for (const { work, holders } of counted) {
    const { root, contentId } = work.content;
    if (holders.size <= FEWEST_COPIES) continue;
    const sinceMs = before.surplusSinceMs.get(root) ?? nowMs;
    surplusSinceMs.set(root, sinceMs);
    const isOwner = work.order.indexOf(self) < work.owners;
    const isDue = nowMs - sinceMs >= GRACE_MS;
    // the last one alone: were two to go at once, too few might stay
    const isLast = work.order.findLast((edge) => holders.has(edge)) === self;
    if (isDue && isLast && !isOwner && view.substitutes.has(contentId)) drop.push(work);
  }
  fill.sort((a, b) => a.holders.size - b.holders.size);
  return {
    fill: fill.map(({ work }) => work),
    drop,
    short: short.length,
    memory: { shortSinceMs, surplusSinceMs },
  };
}

/** The works that too few others hold for this edge to leave: the roots of those that it holds. */
export function notHandedOver({ peers, holds }: Pick<RepairView, "peers" | "holds">): Hex[] {
  const staying = [...peers.values()].filter((peer) => isAlive(peer) && !peer.isRetiring);
  const enough = Math.max(1, Math.min(FEWEST_COPIES, staying.length));
  return [...holds].filter((root) => staying.filter((peer) => peer.holds?.has(root)).length < enough);
}

/** The live edges that hold the work and stay. Of one that has not answered yet, an owner is taken to hold it. */
function holdersOf(
  { content: { root }, order, owners }: WatchedWork,
  view: RepairView,
  alive: readonly (readonly [Address, Peer])[],
): Set<Address> {
  const holders = new Set<Address>();
  if (view.holds.has(root) && !view.isRetiring) holders.add(view.self);
  for (const [edge, { holds, isRetiring }] of alive) {
    const isHeld = holds ? holds.has(root) : order.indexOf(edge) >= 0 && order.indexOf(edge) < owners;
    if (isHeld && !isRetiring) holders.add(edge);
  }
  return holders;
}

function isAble(edge: Address, root: Hex, { self, refuses, peers }: RepairView): boolean {
  if (edge === self) return !refuses.has(root);
  const peer = peers.get(edge);
  return peer !== undefined && isAlive(peer) && !peer.isRetiring && !peer.refuses.has(root);
}
