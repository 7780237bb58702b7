// SPDX-License-Identifier: GPL-3.0-or-later
// A network of edges in memory, on the real policy: they die, flap, lie, stall and are cut off from each other, by a seed.
import { type Address, type Hex, toHex } from "viem";
import { edgesByRank } from "../../../sdk/placement/rendezvous.ts";
import { type Bandwidth, takeBytes } from "../bandwidth.ts";
import { createDoubts, type Doubts } from "../doubts.ts";
import { nothingRemembered, type Peer, planRepair, type RepairMemory, type WatchedWork } from "../policy.ts";

const BEAT_MS = 2_500;
const COPIES = 3;
const STAND_INS = 8;
const REFUSED_MS = 600_000;
const RUN_BYTES = 4_194_304;

export type NetworkOptions = {
  seed: number;
  edges: number;
  works: number;
  bytesPerSec: number;
  /** Edges that say they hold what they own and do not; and edges that neither hold nor refuse anything. */
  liars: number;
  stallers: number;
  /** Edges that come and go. */
  flappers: number;
  /** Between two edges that are gone for good, in milliseconds. */
  deathEveryMs: number;
  /** When the network falls in two, and for how long. */
  split?: { fromMs: number; untilMs: number } | undefined;
  /** After this nothing happens to anybody; and the end. */
  calmMs: number;
  endMs: number;
};

type Edge = {
  address: Address;
  kind: "honest" | "liar" | "staller";
  isDead: boolean;
  isDown: boolean;
  side: number;
  /** Roots. */
  disk: Set<Hex>;
  substitutes: Set<Hex>;
  refuses: Map<Hex, number>;
  watched: WatchedWork[];
  peers: Map<Address, Peer>;
  doubts: Doubts;
  memory: RepairMemory;
  job: { work: WatchedWork; leftBytes: number } | undefined;
  bandwidth: Bandwidth;
  /** How much later than the others it beats. */
  phaseMs: number;
};

export type NetworkReport = {
  /** Works that no edge that is not gone for good holds. */
  lost: number;
  /** Works with fewer than three honest copies at the end, where as many edges that may hold them live. */
  short: number;
  /** Copies at the end, beside the three of each work. */
  extra: number;
  /** Copies that were taken away, and the fewest that then stayed for whoever saw the same. */
  dropped: number;
  fewestAfterDrop: number;
  /** Copies filled in, and copies that somebody missed. */
  filled: number;
  missed: number;
  /** The most that filled one work in at once, on one side of a split. */
  mostAtOnce: number;
  /** The most bytes that one edge filled in one second, over any ten. */
  mostBytesPerSec: number;
};

/** Numbers of a seed: Mulberry32. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs a network to its end. */
export function simulateNetwork(options: NetworkOptions): NetworkReport {
  const random = randomOf(options.seed);
  const { bytesPerSec, calmMs, endMs } = options;
  const addresses = Array.from({ length: options.edges }, (_, n) => toHex(n + 1, { size: 20 }));
  const roster = addresses.map((edge) => ({ edge, region: toHex("eu", { size: 8 }), weight: 100 }));
  const works = Array.from({ length: options.works }, (): WatchedWork => {
    const id = Uint8Array.from({ length: 32 }, () => random() * 256);
    const order = edgesByRank(roster, id).slice(0, COPIES + STAND_INS);
    const byteCount = BigInt(1 + Math.floor(random() * 40)) * 1_000_000n;
    const content = { contentId: toHex(id), generation: 0, leafCount: 1n, byteCount, root: toHex(id) };
    return { content, order, owners: Math.min(COPIES, order.length) };
  });
  const edges = addresses.map(
    (address, n): Edge => ({
      address,
      kind: n < options.liars ? "liar" : n < options.liars + options.stallers ? "staller" : "honest",
      ...{ isDead: false, isDown: false, side: random() < 0.5 ? 0 : 1, job: undefined },
      ...{ disk: new Set(), substitutes: new Set(), refuses: new Map(), peers: new Map() },
      watched: works.filter(({ order }) => order.includes(address)),
      ...{ doubts: createDoubts(random), memory: nothingRemembered, bandwidth: { freeAtMs: 0 } },
      phaseMs: Math.floor(random() * 10) * (BEAT_MS / 10),
    }),
  );
  const byAddress = new Map(edges.map((edge) => [edge.address, edge]));
  for (const { order, owners, content } of works)
    for (const owner of order.slice(0, owners)) {
      const edge = byAddress.get(owner)!;
      if (edge.kind === "honest") edge.disk.add(content.root);
    }
  // an owner that never held a copy is none that can be lost
  const begun = works.filter(({ content }) => edges.some(({ disk }) => disk.has(content.root)));
  const flappers = edges.slice(-options.flappers || edges.length);
  const report: NetworkReport = {
    ...{ lost: 0, short: 0, extra: 0, dropped: 0, fewestAfterDrop: Number.POSITIVE_INFINITY },
    ...{ filled: 0, missed: 0, mostAtOnce: 0, mostBytesPerSec: 0 },
  };
  const filledBytes = new Map<Edge, number[]>();
  let isSplit = false;

  const isUp = ({ isDead, isDown }: Edge) => !isDead && !isDown;
  const reaches = (a: Edge, b: Edge) => isUp(a) && isUp(b) && (!isSplit || a.side === b.side);
  /** What each edge says at the begin of a beat: others learn of later in the next one. */
  const said = new Map<Edge, Pick<Peer, "holds" | "refuses">>();
  function speak(edge: Edge): void {
    const owned = edge.kind === "liar" ? edge.watched.map(({ content }) => content.root) : edge.disk;
    said.set(edge, { holds: new Set(owned), refuses: new Set(edge.refuses.keys()) });
  }
  const holdersFor = (viewer: Edge, root: Hex) =>
    edges.filter((edge) => reaches(viewer, edge) && edge.disk.has(root));

  /** Where owners lie or stall, a work begins with fewer than three copies: the last edge that has one lives on, as DEL-1 demands. */
  const isLastOwner = (edge: Edge) =>
    options.liars + options.stallers > 0 &&
    [...edge.disk].some((root) => edges.filter(({ isDead, disk }) => !isDead && disk.has(root)).length === 1);

  function disturb(nowMs: number): void {
    const wasSplit = isSplit;
    isSplit = !!options.split && nowMs >= options.split.fromMs && nowMs < options.split.untilMs;
    if (isSplit && !wasSplit) report.missed += edges.reduce((sum, { disk }) => sum + disk.size, 0);
    if (nowMs >= calmMs) {
      for (const edge of edges) edge.isDown = false;
      return;
    }
    if (nowMs > 0 && nowMs % options.deathEveryMs === 0) {
      const living = edges.filter((edge) => !edge.isDead && edge.kind === "honest" && !isLastOwner(edge));
      const victim = living[Math.floor(random() * living.length)];
      // of a few edges, more than three have to stay to hold what there is
      if (victim && living.length > COPIES + 1) {
        victim.isDead = true;
        report.missed += victim.disk.size;
      }
    }
    if (options.flappers > 0)
      for (const edge of flappers) {
        if (edge.isDead || random() > 0.15) continue;
        edge.isDown = !edge.isDown;
        if (edge.isDown) report.missed += edge.disk.size;
      }
  }

  function beat(self: Edge, nowMs: number): void {
    for (const other of edges) {
      if (other === self) continue;
      const before = self.peers.get(other.address) ?? {
        missed: 0,
        holds: undefined,
        refuses: new Set<Hex>(),
      };
      const peer = reaches(self, other)
        ? { missed: 0, ...said.get(other)! }
        : { ...before, missed: before.missed + 1 };
      self.peers.set(other.address, { ...peer, isRetiring: false });
    }
    const claims = self.watched.flatMap(({ content, order }) =>
      order
        .filter(
          (edge) => self.peers.get(edge)?.missed === 0 && self.peers.get(edge)?.holds?.has(content.root),
        )
        .map((edge) => ({ edge, root: content.root })),
    );
    const claim = self.doubts.choose(claims, nowMs);
    if (claim) self.doubts.checked(claim, byAddress.get(claim.edge)!.disk.has(claim.root), nowMs);
    for (const [edge, peer] of self.peers)
      self.peers.set(edge, { ...peer, holds: peer.holds && self.doubts.without(edge, peer.holds) });
    for (const [root, untilMs] of self.refuses) if (untilMs <= nowMs) self.refuses.delete(root);
  }

  function act(self: Edge, nowMs: number): void {
    const planned = planRepair(
      {
        ...{ self: self.address, isRetiring: false, works: self.watched, peers: self.peers, bytesPerSec },
        holds: self.disk,
        refuses: new Set(self.refuses.keys()),
        substitutes: self.substitutes,
      },
      self.memory,
      nowMs,
    );
    self.memory = planned.memory;
    for (const { content } of planned.drop) {
      self.disk.delete(content.root);
      self.substitutes.delete(content.contentId);
      report.dropped += 1;
      report.fewestAfterDrop = Math.min(report.fewestAfterDrop, holdersFor(self, content.root).length);
    }
    const next = planned.fill[0];
    if (!self.job && next) {
      const isOwner = next.order.indexOf(self.address) < next.owners;
      if (!isOwner) self.substitutes.add(next.content.contentId);
      self.job = { work: next, leftBytes: Number(next.content.byteCount) };
    }
    if (self.job) {
      const { root } = self.job.work.content;
      const beside = edges.filter(
        (edge) => edge.job?.work.content.root === root && (!isSplit || edge.side === self.side) && isUp(edge),
      );
      report.mostAtOnce = Math.max(report.mostAtOnce, beside.length);
    }
  }

  function fill(self: Edge, nowMs: number): void {
    const untilMs = nowMs + BEAT_MS;
    while (self.job) {
      const { work, leftBytes } = self.job;
      const { root } = work.content;
      if (holdersFor(self, root).length === 0) {
        self.refuses.set(root, nowMs + REFUSED_MS);
        self.job = undefined;
        return;
      }
      const run = Math.min(leftBytes, RUN_BYTES);
      const { waitMs, after } = takeBytes(self.bandwidth, run, bytesPerSec, nowMs);
      if (nowMs + waitMs >= untilMs) return;
      self.bandwidth = after;
      const beatNumber = Math.floor(nowMs / BEAT_MS);
      const perBeat = filledBytes.get(self) ?? [];
      perBeat[beatNumber] = (perBeat[beatNumber] ?? 0) + run;
      filledBytes.set(self, perBeat);
      self.job.leftBytes -= run;
      if (self.job.leftBytes > 0) continue;
      self.disk.add(root);
      self.job = undefined;
      report.filled += 1;
    }
  }

  const acts = ({ kind }: Edge) => kind === "honest";
  for (let nowMs = 0; nowMs < endMs; nowMs += BEAT_MS) {
    disturb(nowMs);
    edges.forEach(speak);
    const inTurn = [...edges].filter(isUp).sort((a, b) => a.phaseMs - b.phaseMs);
    for (const self of inTurn.filter(acts)) {
      beat(self, nowMs + self.phaseMs);
      act(self, nowMs + self.phaseMs);
      fill(self, nowMs + self.phaseMs);
    }
  }

  for (const perBeat of filledBytes.values())
    for (let at = 0; at < perBeat.length; at++) {
      const window = [0, 1, 2, 3].reduce((sum, n) => sum + (perBeat[at + n] ?? 0), 0);
      // what begins at the end of the window is not done in it
      report.mostBytesPerSec = Math.max(report.mostBytesPerSec, (window - 2 * RUN_BYTES) / 10);
    }
  for (const { content, order } of begun) {
    const copies = edges.filter((edge) => !edge.isDead && edge.disk.has(content.root)).length;
    const able = order.filter((edge) => !byAddress.get(edge)!.isDead && acts(byAddress.get(edge)!)).length;
    if (copies === 0) report.lost += 1;
    if (copies < Math.min(COPIES, able)) report.short += 1;
    report.extra += Math.max(0, copies - COPIES);
  }
  return report;
}
