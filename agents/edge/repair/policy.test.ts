// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Address, type Hex, toHex } from "viem";
import { test } from "vitest";
import { takeBytes } from "./bandwidth.ts";
import { createDoubts } from "./doubts.ts";
import {
  GRACE_MS,
  notHandedOver,
  nothingRemembered,
  type Peer,
  planRepair,
  type RepairView,
  type WatchedWork,
} from "./policy.ts";

const edges = [1, 2, 3, 4, 5, 6].map((n): Address => toHex(n, { size: 20 }));
const [a, b, c, d, e, f] = edges as [Address, Address, Address, Address, Address, Address];
const root: Hex = toHex(7, { size: 32 });
const other: Hex = toHex(8, { size: 32 });
const workOf = (of: Hex): WatchedWork => ({
  content: { contentId: of, generation: 0, leafCount: 1n, byteCount: 1_000_000n, root: of },
  order: edges,
  owners: 3,
});
const work = workOf(root);
const peer = (own: Partial<Peer> = {}): Peer => ({
  ...{ missed: 0, holds: new Set<Hex>(), refuses: new Set<Hex>(), isRetiring: false },
  ...own,
});
const holder = (own: Partial<Peer> = {}) => peer({ holds: new Set([root]), ...own });
const dead = holder({ missed: 2 });

/** The view of `self`: the others as given, the rest alive and without the work. */
function viewOf(self: Address, others: Partial<Record<Address, Peer>>, own: Partial<RepairView> = {}) {
  const peers = new Map(edges.filter((edge) => edge !== self).map((edge) => [edge, others[edge] ?? peer()]));
  const view: RepairView = {
    ...{ self, peers, isRetiring: false, works: [work], bytesPerSec: 1e6 },
    ...{ holds: new Set(), refuses: new Set(), substitutes: new Set() },
    ...own,
  };
  return view;
}
const fills = (view: RepairView, memory = nothingRemembered, nowMs = 0) =>
  planRepair(view, memory, nowMs).fill.length > 0;
/** Which of those without the work fill it in. */
const fillers = (others: Partial<Record<Address, Peer>>, own: Partial<RepairView> = {}) =>
  edges.filter((self) => !others[self] && fills(viewOf(self, others, own)));

test("as many fill in as copies are missing, the first of the order", () => {
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: holder() }), []);
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: dead }), [d]);
  assert.deepEqual(fillers({ [a]: dead, [b]: holder(), [c]: dead }), [d, e]);
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: dead, [d]: dead }), [e]);
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: holder({ isRetiring: true }) }), [d]);
  // an owner that lives and lacks the work is first
  assert.deepEqual(fillers({ [b]: holder(), [c]: holder() }), [a]);
});

test("one beat that is missed is no death, and who has not answered yet has what it owns", () => {
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: holder({ missed: 1 }) }), []);
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: peer({ holds: undefined }) }), []);
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: peer({ holds: undefined, missed: 2 }) }), [
    d,
  ]);
  const silent = peer({ holds: undefined });
  // a rank below the owners, or outside of the order, is not taken to hold what it does not own
  const short = (others: Partial<Record<Address, Peer>>, order = edges) =>
    planRepair(viewOf(e, others, { works: [{ ...work, order }] }), nothingRemembered, 0).short;
  const missing = { [a]: holder(), [b]: holder(), [c]: dead };
  assert.equal(short({ [a]: silent, [b]: holder(), [c]: holder() }), 0);
  assert.equal(short({ ...missing, [d]: silent }), 1);
  assert.equal(short({ ...missing, [f]: silent }, edges.slice(0, 5)), 1);
  assert.deepEqual(fillers({ [a]: holder(), [b]: holder(), [c]: dead, [d]: peer({ holds: undefined }) }), []);
});

test("who hears nobody, leaves, or refuses fills nothing; what nobody holds is filled by nobody", () => {
  const silent = peer({ holds: undefined });
  const cutOff = { [a]: silent, [b]: silent, [c]: silent, [e]: silent, [f]: silent };
  const missing = { [a]: holder(), [b]: holder(), [c]: dead };
  assert.equal(fills(viewOf(d, missing)), true);
  assert.equal(fills(viewOf(d, { ...missing, [f]: silent })), true, "one that answers is enough");
  assert.equal(fills(viewOf(d, cutOff)), false);
  assert.equal(fills(viewOf(d, { [a]: dead, [b]: dead, [c]: dead })), false);
  assert.equal(fills(viewOf(d, missing, { isRetiring: true })), false);
  assert.equal(fills(viewOf(d, missing, { refuses: new Set([root]) })), false);
  assert.equal(fills(viewOf(e, missing)), false);
  assert.equal(fills(viewOf(e, { ...missing, [d]: peer({ refuses: new Set([root]) }) })), true);
});

test("for a rank that never comes to hold the work, the next is taken in after a while", () => {
  const view = viewOf(e, { [a]: holder(), [b]: holder(), [c]: dead });
  const { memory } = planRepair(view, nothingRemembered, 1_000);
  assert.equal(fills(view, memory, 1_000 + 600_000), false);
  assert.equal(fills(view, memory, 1_000 + 601_999), false);
  // ten minutes, and twice the second that a MB takes
  assert.equal(fills(view, memory, 1_000 + 602_000), true);
  const whole = viewOf(e, { [a]: holder(), [b]: holder(), [c]: holder() });
  const after = planRepair(whole, memory, 300_000).memory;
  assert.equal(fills(view, after, 700_000), false, "what was whole meanwhile is missed anew");
});

test("the work with the fewest copies comes first", () => {
  const works = [workOf(other), work];
  const both = new Set([root, other]);
  const view = viewOf(
    d,
    { [a]: peer({ holds: both }), [b]: peer({ holds: new Set([other]) }), [c]: dead },
    { works },
  );
  assert.deepEqual(
    planRepair(view, nothingRemembered, 0).fill.map(({ content }) => content.root),
    [root, other],
  );
});

test("a copy that was filled in goes when four have stood for ten minutes, the last one alone", () => {
  const all = { [a]: holder(), [b]: holder(), [c]: holder() };
  const own = { holds: new Set([root]), substitutes: new Set([root]) };
  const drops = (view: RepairView, forMs = GRACE_MS) => {
    const { memory } = planRepair(view, nothingRemembered, 5);
    return planRepair(view, memory, 5 + forMs).drop.length > 0;
  };
  assert.equal(drops(viewOf(d, all, own)), true);
  assert.equal(drops(viewOf(d, all, own), GRACE_MS - 1), false);
  assert.equal(drops(viewOf(d, { [a]: holder(), [b]: holder(), [c]: dead }, own)), false, "three stand");
  assert.equal(drops(viewOf(d, { ...all, [e]: holder() }, own)), false, "the last goes first");
  assert.equal(drops(viewOf(d, all, { ...own, substitutes: new Set() })), false, "it was not filled in");
  const kept = { ...own, works: [{ ...work, owners: 4 }] };
  assert.equal(drops(viewOf(d, all, kept)), false, "it is the edge's own");

  // who flaps begins the ten minutes anew
  const { memory } = planRepair(viewOf(d, all, own), nothingRemembered, 0);
  const after = planRepair(viewOf(d, { ...all, [c]: dead }, own), memory, 300_000).memory;
  assert.deepEqual(planRepair(viewOf(d, all, own), after, GRACE_MS).drop, []);
});

test("an edge has handed over what three others hold, or all that stay", () => {
  const own = { holds: new Set([root]) };
  const waits = (others: Partial<Record<Address, Peer>>) => notHandedOver(viewOf(f, others, own)).length > 0;
  assert.equal(waits({ [a]: holder(), [b]: holder(), [c]: holder() }), false);
  assert.equal(waits({ [a]: holder(), [b]: holder() }), true);
  assert.equal(waits({ [a]: holder(), [b]: holder(), [c]: dead }), true);
  assert.equal(waits({ [a]: holder(), [b]: holder(), [c]: holder({ isRetiring: true }) }), true);
  assert.equal(waits({ [a]: holder(), [b]: holder(), [c]: dead, [d]: dead, [e]: dead }), false);
  assert.equal(waits({ [a]: dead, [b]: dead, [c]: dead, [d]: dead, [e]: dead }), true, "nobody stays");
});

test("bytes wait for those before them, and what was not used is not saved up", () => {
  const first = takeBytes({ freeAtMs: 0 }, 2_000, 1_000, 10_000);
  assert.equal(first.waitMs, 0);
  const second = takeBytes(first.after, 1_000, 1_000, 10_500);
  assert.equal(second.waitMs, 1_500);
  const late = takeBytes(second.after, 1_000, 1_000, 60_000);
  assert.equal(late.waitMs, 0);
  assert.equal(takeBytes(late.after, 1, 1_000, 60_000).waitMs, 1_000);
});

test("a copy that cannot be shown is doubted until it is", () => {
  const doubts = createDoubts(() => 0);
  const claims = [root, other].map((each) => ({ edge: a, root: each }));
  const believed = () => [...doubts.without(a, new Set([root, other]))];
  doubts.checked(claims[0]!, undefined, 0);
  assert.deepEqual(believed(), [root, other], "an edge that is busy is not doubted");
  doubts.checked(claims[0]!, false, 0);
  assert.deepEqual(believed(), [other]);
  const innocent = { edge: b, root };
  assert.deepEqual(doubts.choose([innocent, ...claims], 0), claims[1], "the suspect is asked first");
  doubts.checked(claims[1]!, true, 0);
  assert.deepEqual(doubts.choose([innocent, ...claims], 599_999), innocent);
  assert.deepEqual(doubts.choose([innocent, ...claims], 600_000), claims[0], "and after a while again");
  doubts.checked(claims[0]!, true, 600_000);
  assert.deepEqual(believed(), [root, other]);
  assert.equal(doubts.choose([], 0), undefined);

  // twice in a row, and nothing is believed until something is shown
  doubts.checked(claims[0]!, false, 600_000);
  doubts.checked({ edge: a, root: toHex(9, { size: 32 }) }, false, 600_000);
  assert.deepEqual(believed(), []);
  doubts.checked(claims[1]!, true, 600_000);
  assert.deepEqual(believed(), [other]);
});
