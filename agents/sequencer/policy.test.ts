// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Hex, numberToHex } from "viem";
import { test } from "vitest";
import type { Channel } from "../sdk/channels/channel.ts";
import { settlementGas } from "../vouchers/settlementGas.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";
import { halve, type ProfitRule, planSettlements, type Settlement, type SettlementRules } from "./policy.ts";

const NOW_MS = 1_000_000_000;
const rules: SettlementRules = {
  settleIdleSec: 60,
  settleAfterSec: 3_600,
  settleMinimumWei: 0n,
  profit: undefined,
  settleMaxRows: 100,
  maxGas: 16_000_000n,
  stopping: false,
};
const address = (n: number) => numberToHex(n, { size: 20 });
const id = (n: number) => numberToHex(n, { size: 32 });

type Case = { voucher: HeldVoucher; channel: Channel };

function makeCase(
  n: number,
  given: Partial<Channel & HeldVoucher> & { payeeNo?: number; ageSec?: number } = {},
): Case {
  const {
    payeeNo = 1,
    ageSec = 0,
    deposit = 100n,
    settled = 0n,
    closesAt = 0,
    windowSec = 900,
    cumulative = 10n,
  } = given;
  const ms = NOW_MS - ageSec * 1000;
  return {
    voucher: {
      channelId: id(n),
      key: { payer: address(n), payee: id(payeeNo), token: address(7), salt: 0n, sessionKey: address(n) },
      cumulative,
      signature: "0x",
      acceptedMs: given.acceptedMs ?? ms,
      unsettledSinceMs: given.unsettledSinceMs ?? ms,
    },
    channel: { deposit, settled, closesAt, windowSec },
  };
}

function plan(cases: readonly Case[], changed: Partial<SettlementRules> = {}): Settlement[] {
  const channels = new Map(
    cases.map(({ voucher, channel }) => [voucher.channelId, channel] as [Hex, Channel]),
  );
  const vouchers = cases.map(({ voucher }) => voucher);
  return planSettlements(channels, vouchers, NOW_MS, { ...rules, ...changed });
}

const summary = (plans: readonly Settlement[]) =>
  plans.map(({ reason, amountWei, vouchers }) => ({
    reason,
    amountWei,
    rows: vouchers.map((v) => Number(v.channelId)),
  }));

test("a plan is cut by gas: 1,000 rows of 64 ticks fit no transaction", () => {
  const ticks = { tickRoot: id(1), tickValue: 1n, tick: id(2), count: 64 };
  const ticked = Array.from({ length: 1_000 }, (_, n) => {
    const one = makeCase(n + 1, { ageSec: 60 });
    return { ...one, voucher: { ...one.voucher, ticks } };
  });
  const [cut] = plan(ticked, { settleMaxRows: 1_000, maxGas: 16_777_216n });
  assert.ok(cut!.vouchers.length > 600 && settlementGas(cut!.vouchers) <= 16_777_216n);
  const plain = ticked.map(({ voucher, channel }) => ({
    voucher: { ...voucher, ticks: undefined },
    channel,
  }));
  assert.equal(plan(plain, { settleMaxRows: 1_000, maxGas: 16_777_216n })[0]!.vouchers.length, 1_000);
  // a voucher that fits no plan is still tried
  assert.equal(plan(plain, { maxGas: 1n })[0]!.vouchers.length, 1);
});

test("a settlement is halved with its amounts", () => {
  const cases = [1, 2, 3].map((n) => makeCase(n, { ageSec: 60, cumulative: BigInt(n * 10) }));
  const channels = new Map(cases.map(({ voucher, channel }) => [voucher.channelId, channel]));
  const [whole] = plan(cases);
  assert.deepEqual(summary(halve(whole!, channels)), [
    { reason: "idle", amountWei: 50n, rows: [3, 2] },
    { reason: "idle", amountWei: 10n, rows: [1] },
  ]);
});

test("fresh vouchers wait", () => {
  assert.deepEqual(plan([makeCase(1, { ageSec: 59 })]), []);
});

test("a payee without news for settleIdleSec is settled, and one with news is not", () => {
  const quiet = [makeCase(1, { ageSec: 60 }), makeCase(2, { ageSec: 100, cumulative: 30n })];
  assert.deepEqual(summary(plan(quiet)), [{ reason: "idle", amountWei: 40n, rows: [2, 1] }]);
  assert.deepEqual(plan([...quiet, makeCase(3, { ageSec: 1 })]), []);
  assert.equal(plan([...quiet, makeCase(3, { ageSec: 1, payeeNo: 2 })]).length, 1);
});

test("a voucher that waited for settleAfterSec is settled, however much news there is", () => {
  const busy = makeCase(1, { acceptedMs: NOW_MS, unsettledSinceMs: NOW_MS - 3_600_000 });
  assert.deepEqual(summary(plan([busy])), [{ reason: "old", amountWei: 10n, rows: [1] }]);
});

test("the voucher that waited longest makes the payee's settlement old", () => {
  const busy = [0, 3_600_000].map((ago, n) =>
    makeCase(n + 1, { acceptedMs: NOW_MS, unsettledSinceMs: NOW_MS - ago }),
  );
  assert.equal(plan(busy)[0]?.reason, "old");
});

test("a closing channel is settled at once, even below the minimum", () => {
  const closing = makeCase(1, { closesAt: 5_000 });
  assert.equal(plan([closing], { settleMinimumWei: 1_000n })[0]?.reason, "closing");
});

test("less than the minimum waits, and so it does on the way out", () => {
  const old = makeCase(1, { ageSec: 100_000 });
  assert.deepEqual(plan([old], { settleMinimumWei: 11n }), []);
  assert.deepEqual(plan([old], { settleMinimumWei: 11n, stopping: true }), []);
  assert.equal(plan([old], { settleMinimumWei: 10n }).length, 1);
});

test("stopping settles the fresh ones too", () => {
  assert.equal(plan([makeCase(1)], { stopping: true })[0]?.reason, "stopping");
});

test("nothing is settled that the contract would not pay", () => {
  const worthless = [
    makeCase(1, { cumulative: 10n, settled: 10n }),
    makeCase(2, { cumulative: 200n, deposit: 100n, settled: 100n }),
    makeCase(3, { windowSec: 0 }),
    makeCase(4, { windowSec: 0, deposit: 0n }),
  ];
  assert.deepEqual(plan(worthless, { stopping: true }), []);
  assert.deepEqual(
    planSettlements(new Map(), [makeCase(5).voucher], NOW_MS, { ...rules, stopping: true }),
    [],
  );
});

test("when not all fit, the first deadline goes first, then the largest debt", () => {
  const cases = [
    makeCase(1, { cumulative: 50n }),
    makeCase(2, { closesAt: 200 }),
    makeCase(3, { closesAt: 100 }),
    makeCase(4, { cumulative: 60n }),
  ];
  assert.deepEqual(summary(plan(cases, { settleMaxRows: 3 })), [
    { reason: "closing", amountWei: 80n, rows: [3, 2, 4] },
  ]);
});

test("vouchers with ticks are settled apart, and closing ones of either kind at once", () => {
  const ticks = { tickRoot: id(1), tickValue: 2n, tick: id(2), count: 3 };
  const ticked = makeCase(1, { ageSec: 100 });
  const closing = makeCase(2, { closesAt: 5, ageSec: 100 });
  const cases = [ticked, closing, makeCase(3, { ageSec: 100 })];
  ticked.voucher = { ...ticked.voucher, ticks };
  closing.voucher = { ...closing.voucher, ticks };
  const plans = plan(cases);
  assert.deepEqual(
    plans.map(({ vouchers, reason }) => [vouchers.map(({ channelId }) => Number(channelId)), reason]),
    [
      [[2, 1], "closing"],
      [[3], "idle"],
    ],
  );
});

test("payees with a closing channel go first", () => {
  const plans = plan([makeCase(1, { ageSec: 100, payeeNo: 1 }), makeCase(2, { closesAt: 100, payeeNo: 2 })]);
  assert.deepEqual(
    summary(plans).map(({ rows }) => rows),
    [[2], [1]],
  );
});

const anyCases = fc
  .array(
    fc.record({
      payeeNo: fc.integer({ min: 1, max: 3 }),
      ageSec: fc.integer({ min: 0, max: 7_200 }),
      deposit: fc.bigInt(1n, 100n),
      settledPercent: fc.bigInt(0n, 100n),
      cumulative: fc.bigInt(1n, 150n),
      closesAt: fc.constantFrom(0, 0, 0, 100, 200),
      windowSec: fc.constantFrom(900, 900, 900, 0),
    }),
    { maxLength: 30 },
  )
  .map((all) =>
    all.map(({ settledPercent, ...given }, n) =>
      makeCase(n + 1, { ...given, settled: (given.deposit * settledPercent) / 100n }),
    ),
  );
const anyRules = fc.record({
  settleMinimumWei: fc.bigInt(0n, 200n),
  settleMaxRows: fc.integer({ min: 1, max: 5 }),
  stopping: fc.boolean(),
});

function payableWei(cumulative: bigint, deposit: bigint): bigint {
  if (cumulative < deposit) return cumulative;
  return deposit;
}

/** The contract's part in a plan. */
function settle(cases: readonly Case[], plans: readonly Settlement[]): { cases: Case[]; paidWei: bigint } {
  const chosen = new Set(plans.flatMap(({ vouchers }) => vouchers.map(({ channelId }) => channelId)));
  let paidWei = 0n;
  const after = cases.map(({ voucher, channel }) => {
    if (!chosen.has(voucher.channelId)) return { voucher, channel };
    const settled = payableWei(voucher.cumulative, channel.deposit);
    paidWei += settled - channel.settled;
    return { voucher, channel: { ...channel, settled } };
  });
  return { cases: after, paidWei };
}

test("any state: one transaction a payee, few rows, and the amount that it says", () => {
  fc.assert(
    fc.property(anyCases, anyRules, (cases, changed) => {
      const plans = plan(cases, changed);
      assert.equal(new Set(plans.map(({ payee, token }) => payee + token)).size, plans.length);
      for (const one of plans) {
        assert.ok(one.vouchers.length >= 1 && one.vouchers.length <= changed.settleMaxRows);
        assert.ok(one.vouchers.every(({ key }) => key.payee === one.payee && key.token === one.token));
        assert.equal(settle(cases, [one]).paidWei, one.amountWei);
      }
    }),
  );
});

test("any state: the order in which things are told does not matter", () => {
  fc.assert(
    fc.property(anyCases, anyRules, fc.infiniteStream(fc.nat()), (cases, changed, keys) => {
      const shuffled = cases
        .map((one) => ({ one, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      assert.deepEqual(plan(shuffled, changed), plan(cases, changed));
    }),
  );
});

test("any state: asked again and again it pays everything owed once, and then has nothing to do", () => {
  fc.assert(
    fc.property(anyCases, fc.integer({ min: 1, max: 5 }), (start, settleMaxRows) => {
      const owedWei = settle(start, plan(start, { stopping: true, settleMaxRows: 100 })).paidWei;
      let cases = start;
      let paidWei = 0n;
      for (;;) {
        const plans = plan(cases, { stopping: true, settleMaxRows });
        if (plans.length === 0) break;
        const done = settle(cases, plans);
        cases = done.cases;
        paidWei += done.paidWei;
      }
      assert.equal(paidWei, owedWei, "PAY-4: every voucher pays once");
    }),
  );
});

test("any state: closing channels that owe are never left for another", () => {
  fc.assert(
    fc.property(anyCases, anyRules, (cases, changed) => {
      const planned = new Set(
        plan(cases, changed).flatMap(({ vouchers }) => vouchers.map((v) => v.channelId)),
      );
      for (const { voucher, channel } of cases) {
        const owes = channel.settled < payableWei(voucher.cumulative, channel.deposit);
        if (channel.windowSec === 0 || channel.closesAt === 0 || !owes || planned.has(voucher.channelId))
          continue;
        const others = cases.filter(
          (one) => planned.has(one.voucher.channelId) && one.voucher.key.payee === voucher.key.payee,
        );
        assert.equal(others.length, changed.settleMaxRows);
        assert.ok(
          others.every((one) => one.channel.closesAt !== 0 && one.channel.closesAt <= channel.closesAt),
        );
      }
    }),
  );
});

const GWEI = 10n ** 9n;
const STREAM = 10n ** 18n;
const profit: ProfitRule = {
  prices: new Map([[address(7), { ether: 1n, token: 1_000n }]]),
  served: new Set(),
  gasUpToBps: 1_000n,
  feePerGasWei: GWEI,
};

/** The value of a settlement, and the cost of its gas, both in wei of ether. */
const worthOf = ({ amountWei }: Settlement) => amountWei / 1_000n;
const costOf = ({ vouchers }: Settlement) => settlementGas(vouchers) * GWEI;

test("ten vouchers that rise by 0.01 STREAM cost no settlement, and what they grow to costs one", () => {
  const settledAt: number[] = [];
  let settled = 0n;
  for (let n = 1; n <= 100; n++) {
    const cumulative = (BigInt(n) * STREAM) / 100n;
    const quiet = makeCase(1, { ageSec: 7_200, deposit: 10n * STREAM, cumulative, settled });
    if (plan([quiet], { profit }).length === 0) continue;
    settledAt.push(n);
    settled = cumulative;
  }
  assert.deepEqual(settledAt, [85]);
});

test("what is not worth its gas waits when the sequencer stops, and is settled for a payee that is served", () => {
  const dust = makeCase(1, { ageSec: 7_200, deposit: STREAM, cumulative: STREAM / 100n });
  assert.deepEqual(plan([dust], { profit, stopping: true }), []);
  const served = { ...profit, served: new Set([dust.voucher.key.payee]) };
  assert.equal(plan([dust], { profit: served }).length, 1);
  assert.equal(plan([dust]).length, 1);
  assert.deepEqual(plan([dust], { profit: { ...profit, prices: new Map() } }), []);
});

test("a close is acted on as long as the money is worth the gas, and not below", () => {
  const gas = settlementGas([makeCase(1).voucher]);
  const worth = gas * GWEI * 1_000n;
  for (const [cumulative, rows] of [
    [worth, 1],
    [worth - 1n, 0],
  ] as const) {
    const closing = makeCase(1, { deposit: worth, cumulative, closesAt: 2_000_000 });
    assert.equal(plan([closing], { profit }).length, rows);
    const open = makeCase(1, { ageSec: 7_200, deposit: worth, cumulative });
    assert.deepEqual(plan([open], { profit }), []);
  }
});

test("a row that is not worth its own gas does not ride on the others", () => {
  const rich = makeCase(1, { ageSec: 60, deposit: 10n * STREAM, cumulative: 10n * STREAM });
  const dust = [2, 3, 4].map((n) => makeCase(n, { ageSec: 60, deposit: 100n, cumulative: 50n }));
  assert.deepEqual(summary(plan([rich, ...dust], { profit })), [
    { reason: "idle", amountWei: 10n * STREAM, rows: [1] },
  ]);
});

test("no settlement costs more than the rule allows, whatever is held", () => {
  const held = fc.record({
    cumulative: fc.bigInt({ min: 1n, max: 3n * STREAM }),
    payeeNo: fc.integer({ min: 1, max: 2 }),
    closesAt: fc.constantFrom(0, 2_000_000),
    ageSec: fc.constantFrom(0, 60, 7_200),
  });
  fc.assert(
    fc.property(fc.array(held, { maxLength: 12 }), fc.boolean(), (all, stopping) => {
      const cases = all.map((one, n) => makeCase(n + 1, { ...one, deposit: 3n * STREAM }));
      for (const settlement of plan(cases, { profit, stopping })) {
        const most = settlement.reason === "closing" ? 1n : 10n;
        assert.ok(costOf(settlement) * most <= worthOf(settlement));
      }
    }),
  );
});
