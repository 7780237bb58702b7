// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Hex, numberToHex } from "viem";
import { test } from "vitest";
import type { Channel } from "../sdk/channels/channel.ts";
import { rowGas, settlementGas } from "../vouchers/settlementGas.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";
import { type Defence, type DefenceRules, owedWei, planDefences } from "./policy.ts";

const NOW_SEC = 1_000_000;
const WINDOW_SEC = 900;
const BASE_FEE_WEI = 1_000n;
const address = (n: number) => numberToHex(n, { size: 20 });
const id = (n: number) => numberToHex(n, { size: 32 });
const TOKEN = address(7);
const ROW_GAS = rowGas({});
const RICH = 10n ** 12n;

const rules: DefenceRules = {
  prices: new Map([[TOKEN, { ether: 1n, token: 2n }]]),
  payUpToBps: 10_000n,
  maxFeePerGasWei: 10n ** 6n,
  maxRows: 100,
};

type Case = { voucher: HeldVoucher; channel: Channel };

/** A channel in the middle of its close, that owes far more than gas costs. */
function closing(
  n: number,
  given: Partial<Channel> & { payeeNo?: number; token?: Hex; cumulative?: bigint; secondsLeft?: number } = {},
): Case {
  const { payeeNo = 1, token = TOKEN, secondsLeft = 450, cumulative = RICH } = given;
  const {
    deposit = 2n * RICH,
    settled = 0n,
    closesAt = NOW_SEC + secondsLeft,
    windowSec = WINDOW_SEC,
  } = given;
  const key = { payer: address(n), payee: id(payeeNo), token, salt: 0n, sessionKey: address(n) };
  return {
    voucher: { channelId: id(n), key, cumulative, signature: "0x", acceptedMs: 0, unsettledSinceMs: 0 },
    channel: { deposit, settled, closesAt, windowSec },
  };
}

function plan(
  cases: readonly Case[],
  changed: Partial<DefenceRules> & {
    baseFeeWei?: bigint;
    maxGas?: bigint;
    nowSec?: number;
    underway?: readonly number[];
  } = {},
): Defence[] {
  const { baseFeeWei = BASE_FEE_WEI, maxGas = 16_777_216n, nowSec = NOW_SEC, underway = [] } = changed;
  const channels = new Map(
    cases.map(({ voucher, channel }) => [voucher.channelId, channel] as [Hex, Channel]),
  );
  const vouchers = cases.map(({ voucher }) => voucher);
  return planDefences(
    { channels, baseFeeWei, maxGas },
    vouchers,
    nowSec,
    { ...rules, ...changed },
    new Set(underway.map(id)),
  );
}

const rows = (plans: readonly Defence[]) =>
  plans.map(({ vouchers }) => vouchers.map(({ channelId }) => Number(channelId)));

test("settlements are cut by gas, and vouchers with ticks go apart", () => {
  const ticks = { tickRoot: id(1), tickValue: 1n, tick: id(2), count: 64 };
  const cases = [1, 2, 3, 4].map((n) => {
    const one = closing(n);
    return n > 2 ? { ...one, voucher: { ...one.voucher, ticks } } : one;
  });
  assert.deepEqual(rows(plan(cases)), [
    [1, 2],
    [3, 4],
  ]);
  const maxGas = settlementGas([{ ticks }]);
  assert.deepEqual(rows(plan(cases, { maxGas })), [[1], [2], [3], [4]]);
});

test("attack 1: a channel is defended from the moment that its close is seen, and after its deadline until it is finalized", () => {
  for (const secondsLeft of [WINDOW_SEC, 1, 0, -1_000])
    assert.deepEqual(rows(plan([closing(1, { secondsLeft })])), [[1]]);
});

test("attack 5: a close that leaves nothing owed needs no defence", () => {
  const harmless = [
    closing(1, { settled: RICH }),
    closing(2, { settled: 2n * RICH }),
    closing(3, { cumulative: 3n * RICH, settled: 2n * RICH }),
    closing(4, { closesAt: 0 }),
    closing(5, { windowSec: 0, closesAt: 0 }),
    closing(6, { token: address(8) }),
  ];
  assert.deepEqual(plan(harmless), []);
});

test("a voucher above the deposit is worth the deposit", () => {
  const [defence] = plan([closing(1, { cumulative: 5n * RICH, settled: RICH / 2n })]);
  assert.deepEqual([defence?.amountWei, defence?.stakeWei], [(3n * RICH) / 2n, (3n * RICH) / 4n]);
});

test("attack 6: the closer the deadline, the more it may cost and the larger the steps", () => {
  const terms = [900, 450, 225].map((secondsLeft) => {
    const [defence] = plan([
      closing(1, { secondsLeft, cumulative: 100n * settlementGas([{}]) * BASE_FEE_WEI }),
    ]);
    return [Number(defence?.maxFeePerGasWei), defence?.bumpPercent];
  });
  assert.deepEqual(terms, [
    [5_000, 12.5],
    [27_500, 25],
    [50_000, 100],
  ]);
});

test("attack 6: what gas at 20 times the price is worth more than waits, and is paid for when the deadline comes", () => {
  // worth ten times its gas at that price: at first a tenth may be spent, which a tip makes too little
  const dear = 20n * BASE_FEE_WEI;
  const one = { cumulative: 2n * 9n * settlementGas([{}]) * dear };
  assert.deepEqual(plan([closing(1, { ...one, secondsLeft: 900 })], { baseFeeWei: dear }), []);
  assert.equal(plan([closing(1, { ...one, secondsLeft: 900 })]).length, 1);
  assert.equal(plan([closing(1, { ...one, secondsLeft: 450 })], { baseFeeWei: dear }).length, 1);
});

test("attack 7: a flood of closes goes by deadline, then by value, in settlements of a bounded size", () => {
  const flood = [
    closing(1, { secondsLeft: 500, cumulative: 2n * RICH }),
    closing(2, { secondsLeft: 400 }),
    closing(3, { secondsLeft: 500 }),
    closing(4, { secondsLeft: 300, payeeNo: 2 }),
    closing(5, { secondsLeft: 400, cumulative: RICH + 2n }),
    closing(6, { secondsLeft: 400, cumulative: 2n * RICH, payeeNo: 3 }),
  ];
  assert.deepEqual(rows(plan(flood, { maxRows: 2 })), [[4], [5, 2], [6], [1, 3]]);
});

test("closes of one deadline and one value go by their ids, however they are told", () => {
  assert.deepEqual(rows(plan([closing(2), closing(1)])), [[1, 2]]);
  assert.deepEqual(rows(plan([closing(1), closing(2)])), [[1, 2]]);
  const payees = [1, 2].map((n) => closing(n, { payeeNo: n }));
  assert.deepEqual(rows(plan(payees)), [[1], [2]]);
  assert.deepEqual(rows(plan(payees.reverse())), [[1], [2]]);
});

test("attack 18: dust does not ride along at the cost of others", () => {
  const dust = closing(2, { cumulative: ROW_GAS * BASE_FEE_WEI });
  assert.deepEqual(rows(plan([closing(1), dust])), [[1]]);
  assert.deepEqual(rows(plan([closing(1), closing(2, { cumulative: 4n * ROW_GAS * BASE_FEE_WEI })])), [
    [1, 2],
  ]);
});

test("gas of just the budget is spent, and one wei more a gas is not", () => {
  // the price is the base fee and a tip of 1 wei; the token is worth half an ether, and all of it may go for gas at the deadline
  const worth = (gas: bigint) => closing(1, { cumulative: 2n * gas * (BASE_FEE_WEI + 1n), secondsLeft: 0 });
  assert.equal(plan([worth(settlementGas([{}]))])[0]?.maxFeePerGasWei, BASE_FEE_WEI + 1n);
  assert.deepEqual(plan([worth(settlementGas([{}]) - 1n)]), []);
  const rich = closing(2, { secondsLeft: 0 });
  assert.deepEqual(rows(plan([rich, worth(ROW_GAS)])), [[2, 1]]);
  assert.deepEqual(rows(plan([rich, worth(ROW_GAS - 1n)])), [[2]]);
});

test("attack 23: what is under way is not sent a second time", () => {
  assert.deepEqual(rows(plan([closing(1), closing(2)], { underway: [1] })), [[2]]);
});

const anyCases = fc
  .array(
    fc.record({
      payeeNo: fc.integer({ min: 1, max: 3 }),
      deposit: fc.bigInt(1n, 10n ** 13n),
      settledPercent: fc.bigInt(0n, 100n),
      cumulative: fc.bigInt(1n, 2n * 10n ** 13n),
      secondsLeft: fc.integer({ min: -100, max: 900 }),
      open: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((all) =>
    all.map(({ settledPercent, open, ...given }, n) =>
      closing(n + 1, {
        ...given,
        settled: (given.deposit * settledPercent) / 100n,
        ...(open && { closesAt: 0 }),
      }),
    ),
  );

/** The contract's part in a plan. */
function settle(cases: readonly Case[], plans: readonly Defence[]): Case[] {
  const chosen = new Set(plans.flatMap(({ vouchers }) => vouchers.map(({ channelId }) => channelId)));
  return cases.map(({ voucher, channel }) =>
    chosen.has(voucher.channelId)
      ? { voucher, channel: { ...channel, settled: channel.settled + owedWei(voucher, channel) } }
      : { voucher, channel },
  );
}

test("any state: the order in which things are told does not matter, and what is done is not done again (AGT-2)", () => {
  fc.assert(
    fc.property(
      anyCases,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 5 }),
      (cases, keys, maxRows) => {
        const shuffled = cases
          .map((one) => ({ one, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const plans = plan(cases, { maxRows });
        assert.deepEqual(plan(shuffled, { maxRows }), plans);
        assert.deepEqual(plan(settle(cases, plans), { maxRows }), []);
      },
    ),
  );
});

test("any state: one payee and token a settlement, few rows, and gas that is worth it", () => {
  fc.assert(
    fc.property(anyCases, fc.bigInt(1n, 100_000n), (cases, baseFeeWei) => {
      for (const defence of plan(cases, { maxRows: 3, baseFeeWei })) {
        const { payee, token, vouchers, maxFeePerGasWei, gas, stakeWei } = defence;
        assert.ok(vouchers.length >= 1 && vouchers.length <= 3);
        assert.ok(vouchers.every(({ key }) => key.payee === payee && key.token === token));
        assert.ok(maxFeePerGasWei > baseFeeWei && maxFeePerGasWei * gas <= stakeWei);
      }
    }),
  );
});

test("any state: time and stakes only ever add to what is defended", () => {
  fc.assert(
    fc.property(anyCases, fc.nat(900), (cases, later) => {
      const now = new Set(rows(plan(cases)).flat());
      const then = new Set(rows(plan(cases, { nowSec: NOW_SEC + later })).flat());
      for (const row of now) assert.ok(then.has(row));
    }),
  );
});
