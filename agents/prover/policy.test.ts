// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, test } from "vitest";
import { type Batch, MOST_PROOFS, type ProverView, planProver } from "./policy.ts";
import {
  atProfit,
  NOW_SEC,
  OTHER,
  open,
  SEAL_AGE_SEC,
  SELF,
  sealed,
  served,
  TAKEOVER_SEC,
  view,
} from "./testing/views.ts";
import { before, nameOf, type Peer } from "./turns.ts";

const plan = (given: Partial<ProverView>, rules = served) => planProver(view(given), rules);
const places = ({ prove, settle, seal }: ReturnType<typeof planProver>) =>
  [prove, settle, seal].map((one) => one && nameOf(one));
/** The first batch of segment 0 from `from` on for which `prover` comes before `other`. */
function batchOf(prover: "self" | "other", from = 0n): bigint {
  const isOthers =
    before(SELF, [{ address: OTHER, settledSec: 0 }], { segment: 0n, batch: from }).length === 1;
  return isOthers === (prover === "other") ? from : batchOf(prover, from + 1n);
}
const peer = (settledSec = NOW_SEC): Peer => ({ address: OTHER, settledSec });

describe("seals", () => {
  test("wait where nothing is open", () => {
    assert.deepEqual(plan({}), { prove: undefined, settle: undefined, seal: undefined, unpaid: 0 });
  });

  test("come at the age, not a second before", () => {
    const due = NOW_SEC - SEAL_AGE_SEC;
    assert.equal(plan({ batches: [open({ openedSec: due + 1 })] }).seal, undefined);
    assert.deepEqual(plan({ batches: [open({ openedSec: due })] }).seal, open({ openedSec: due }));
  });

  test("come at any age once the batch is full", () => {
    const young = { openedSec: NOW_SEC };
    assert.equal(plan({ batches: [open({ ...young, entries: 4_094 })] }).seal, undefined);
    assert.ok(plan({ batches: [open({ ...young, entries: 4_095 })] }).seal);
  });

  test("take the oldest batch first", () => {
    const batches = [open({ segment: 1n, openedSec: 20 }), open({ segment: 2n, openedSec: 10 })];
    assert.equal(plan({ batches }).seal?.segment, 2n);
  });

  test("wait while a sealed batch of the segment waits for its proof, and go on beside it in another", () => {
    const batches = [sealed({ batch: 4n }), open({ batch: 5n, headSec: undefined, entries: 4_095 })];
    assert.deepEqual(places(plan({ batches })), ["0/4", undefined, undefined]);
    assert.deepEqual(places(plan({ batches: [...batches, open({ segment: 1n })] })), [
      "0/4",
      undefined,
      "1/0",
    ]);
  });
});

describe("proofs and settlements", () => {
  test("take the oldest batch first once a batch has waited, whatever its segment's queue", () => {
    const late = NOW_SEC - TAKEOVER_SEC;
    const queue = [1n, 2n, 3n].map((batch) => sealed({ segment: 9n, batch, openedSec: 50, sealedSec: late }));
    const batches = [...queue, sealed({ segment: 5n, openedSec: 40, sealedSec: late })];
    assert.deepEqual(places(plan({ batches })), ["5/0", undefined, undefined]);
  });

  test("take a segment's batches in their order where all were credited in one second", () => {
    const batches = [sealed({ batch: 1n, headSec: undefined }), sealed()];
    for (const told of [batches, batches.toReversed()])
      assert.equal(plan({ batches: told, isKnown: true }).prove?.batch, 0n);
  });

  test("a batch behind another may be proved, and is settled in its order only (SPL-2)", () => {
    const batches = [sealed({ batch: 1n }), sealed({ batch: 2n, headSec: undefined })];
    const proved = new Set(["0/2"]);
    assert.deepEqual(places(plan({ batches, proved, isKnown: true })), ["0/1", undefined, undefined]);
    assert.deepEqual(places(plan({ batches, proved: new Set(["0/1", "0/2"]) })), [
      undefined,
      "0/1",
      undefined,
    ]);
  });

  test("no further proof is made while proofs pile up", () => {
    const batches = Array.from({ length: 9 }, (_, n) => sealed({ segment: BigInt(n) }));
    const names = batches.map(nameOf);
    const withProofs = (count: number) =>
      plan({ batches, isKnown: true, proved: new Set(names.slice(0, count)) });
    assert.ok(withProofs(MOST_PROOFS - 1).prove);
    assert.equal(withProofs(MOST_PROOFS).prove, undefined);
    // unless all of them wait for the oldest of their segment
    const queue = [0n, 1n, 2n, 3n, 4n, 5n].map((batch) =>
      sealed({ batch, headSec: batch === 0n ? 0 : undefined }),
    );
    const behind = new Set(queue.slice(1, 1 + MOST_PROOFS).map(nameOf));
    assert.equal(plan({ batches: queue, isKnown: true, proved: behind }).prove?.batch, 0n);
    assert.equal(plan({ batches: queue.slice(1), isKnown: true, proved: behind }).prove, undefined);
  });
});

describe("two provers", () => {
  test("each takes its own batches at once, and the other's after a time without a settlement", () => {
    const batch = batchOf("other");
    const at = (sealedSec: number, settledSec: number) =>
      plan({ batches: [sealed({ batch, sealedSec })], peers: [peer(settledSec)], isKnown: true }).prove
        ?.missedBy;
    assert.deepEqual(
      plan({ batches: [sealed({ batch: batchOf("self") })], peers: [peer()], isKnown: true }).prove?.missedBy,
      [],
    );
    assert.equal(at(NOW_SEC, 0), undefined);
    assert.equal(at(NOW_SEC - TAKEOVER_SEC + 1, 0), undefined);
    assert.deepEqual(at(NOW_SEC - TAKEOVER_SEC, 0), [OTHER]);
    assert.equal(at(NOW_SEC - TAKEOVER_SEC, NOW_SEC - 1), undefined, "it delivers, and comes to this one");
    assert.equal(at(NOW_SEC - 4 * TAKEOVER_SEC + 1, NOW_SEC - 1), undefined);
    assert.deepEqual(at(NOW_SEC - 4 * TAKEOVER_SEC, NOW_SEC - 1), [OTHER], "it is too slow");
  });

  test("seal by the same turns, from the age on", () => {
    const batch = batchOf("other");
    const seal = (openedSec: number) =>
      plan({ batches: [open({ batch, openedSec })], peers: [peer(0)] }).seal;
    assert.equal(seal(NOW_SEC - SEAL_AGE_SEC), undefined);
    assert.ok(seal(NOW_SEC - SEAL_AGE_SEC - TAKEOVER_SEC));
  });

  test("leave the other's batch alone while the one before is not settled", () => {
    const batch = batchOf("other", 1n);
    const late = sealed({ batch, headSec: undefined, sealedSec: 0 });
    assert.equal(plan({ batches: [late], peers: [peer(0)] }).prove, undefined);
  });

  test("a batch that rests is left alone until its time, and stops no other", () => {
    const batches = [sealed({ openedSec: 1 }), open({ segment: 1n, openedSec: 2 }), sealed({ segment: 2n })];
    const resting = (until: number) => new Map(["0/0", "1/0"].map((name) => [name, until]));
    assert.deepEqual(places(plan({ batches, resting: resting(NOW_SEC + 1) })), ["2/0", undefined, undefined]);
    const late = { batches, nowSec: NOW_SEC + TAKEOVER_SEC };
    assert.deepEqual(places(plan({ ...late, resting: resting(late.nowSec) })), ["0/0", undefined, "1/0"]);
  });

  test("strangers begin among the oldest, each in its own order, and each with the oldest when that has waited", () => {
    const batches = Array.from({ length: 8 }, (_, n) => sealed({ segment: BigInt(n), openedSec: n }));
    const firsts = Array.from({ length: 40 }, (_, n) => {
      const self = `0x${String(n).padStart(40, "0")}` as const;
      return plan({ batches, self }).prove!.segment;
    });
    assert.deepEqual([...new Set(firsts)].sort(), [0n, 1n, 2n, 3n]);
    const late = batches.map((one) => ({ ...one, sealedSec: NOW_SEC - TAKEOVER_SEC }));
    assert.equal(plan({ batches: late }).prove?.segment, 0n);
    assert.equal(plan({ batches, isKnown: true }).prove?.segment, 0n);
  });

  test("a stranger waits for its first settlement, and takes the newest of several beside a known one", () => {
    const batches = [0n, 1n, 2n].map((segment) => sealed({ segment, openedSec: Number(segment) }));
    assert.equal(plan({ batches, proved: new Set(["1/0"]) }).prove, undefined);
    assert.equal(plan({ batches, peers: [peer()] }).prove?.segment, 2n);
    assert.equal(plan({ batches: batches.slice(0, 1), peers: [peer()] }).prove, undefined);
  });
});

describe("the profit", () => {
  // at 1 gwei, one entry's fee pays 1,000 gas: no batch pays; at a hundredth, about five entries do
  const cheap = { ...view({}).prices, gasPriceWei: 10n ** 7n };

  test("decides on seals, proofs and settlements, but in the segments that are served", () => {
    for (const batch of [open(), sealed()]) {
      assert.deepEqual(places(plan({ batches: [batch], prices: cheap }, atProfit)), [
        undefined,
        undefined,
        undefined,
      ]);
      const many = { ...batch, entries: 50 };
      assert.equal(places(plan({ batches: [many], prices: cheap }, atProfit)).filter(Boolean).length, 1);
      assert.equal(
        places(plan({ batches: [many], prices: view({}).prices }, atProfit)).filter(Boolean).length,
        0,
      );
      assert.equal(places(plan({ batches: [batch] }, served)).filter(Boolean).length, 1);
    }
    const proved = new Set(["0/0"]);
    assert.equal(plan({ batches: [sealed()], proved, prices: cheap }, atProfit).unpaid, 1);
    assert.equal(plan({ batches: [sealed()], proved, prices: cheap }, atProfit).settle, undefined);
    assert.ok(plan({ batches: [sealed({ entries: 50 })], proved, prices: cheap }, atProfit).settle);
    assert.equal(plan({ batches: [sealed({ entries: 50 })], prices: cheap }, atProfit).unpaid, 0);
  });

  test("of a sealed batch bears no gas of a seal any more", () => {
    // four entries pay for a settlement, and not for a seal too
    assert.ok(plan({ batches: [sealed({ entries: 4 })], prices: cheap }, atProfit).prove);
    assert.equal(plan({ batches: [open({ entries: 4 })], prices: cheap }, atProfit).seal, undefined);
    assert.ok(plan({ batches: [open({ entries: 5 })], prices: cheap }, atProfit).seal);
  });

  test("counts the calls that credited, since each costs gas of its own", () => {
    const earns = (links: number) =>
      plan(
        { batches: [sealed({ entries: 300, links })], prices: { ...cheap, gasPriceWei: 4n * 10n ** 8n } },
        atProfit,
      );
    assert.ok(earns(1).prove);
    assert.equal(earns(300).prove, undefined);
  });

  test("of the batches behind pays for a small one before them; nothing is done behind a loss", () => {
    const small = sealed({ entries: 1 });
    const large = (entries: number) => sealed({ batch: 1n, headSec: undefined, entries, sealedSec: 1 });
    const seen = (entries: number) =>
      plan({ batches: [small, large(entries)], prices: cheap }, atProfit).prove;
    assert.equal(seen(6), undefined);
    assert.ok(seen(100));
  });
});

/** Any stream of work: credits come to segments while the prover makes turns. */
describe("any stream of new work", () => {
  const SEGMENTS = 16;
  const arrivals = fc.array(fc.array(fc.nat(SEGMENTS - 1), { maxLength: SEGMENTS }), {
    minLength: 1,
    maxLength: 40,
  });

  test("each sealed batch is proved and settled before as many turns as batches were older, and none starves", () => {
    fc.assert(
      fc.property(arrivals, fc.boolean(), (work, busyAlways) => {
        let batches: Batch[] = [];
        const proved = new Set<string>();
        const settled = new Set<string>();
        const bounds = new Map<string, number>();
        const numbers = new Map<bigint, bigint>();
        let turn = 0;
        const credit = (segment: bigint) => {
          const last = batches.findLast((one) => one.segment === segment && one.sealedSec === undefined);
          if (last) last.entries += 1;
          else {
            const batch = numbers.get(segment) ?? 0n;
            numbers.set(segment, batch + 1n);
            const isHead = !batches.some((one) => one.segment === segment);
            batches.push(open({ segment, batch, openedSec: turn, headSec: isHead ? turn : undefined }));
          }
        };
        const all = Array.from({ length: SEGMENTS }, (_, n) => n);
        for (; turn < work.length || batches.length > 0; turn++) {
          assert.ok(turn < work.length + 200, "it never ends");
          for (const segment of turn < work.length ? (busyAlways ? all : work[turn]!) : [])
            credit(BigInt(segment));
          const isKnown = settled.size > 0;
          const now = view({ batches, proved, isKnown, nowSec: turn, sealAgeSec: 2 });
          const { prove, settle, seal } = planProver(now, served);
          if (seal) {
            const target = batches.find((one) => nameOf(one) === nameOf(seal))!;
            target.sealedSec = turn;
            // its turn comes after all that are here now, and those that strangers' order lets pass
            bounds.set(nameOf(seal), turn + batches.length + TAKEOVER_SEC + 4);
          }
          if (prove) {
            assert.ok(!proved.has(nameOf(prove)) && !settled.has(nameOf(prove)), "proved twice");
            assert.ok(turn <= bounds.get(nameOf(prove))!, `${nameOf(prove)} starved`);
            proved.add(nameOf(prove));
          }
          if (settle) {
            assert.ok(
              proved.has(nameOf(settle)) && settle.headSec !== undefined,
              "SPL-2: in order, with a proof",
            );
            batches = batches.filter((one) => nameOf(one) !== nameOf(settle));
            proved.delete(nameOf(settle));
            settled.add(nameOf(settle));
            const next = batches.find((one) => one.segment === settle.segment);
            if (next) next.headSec = turn;
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
