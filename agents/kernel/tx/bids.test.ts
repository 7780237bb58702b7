// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { numberToHex } from "viem";
import { test } from "vitest";
import { type Bid, type Offer, type PendingNonce, planBids } from "./bids.ts";

const market = { baseFeeWei: 100n, maxFeePerGas: 130n, maxPriorityFeePerGas: 10n };
const offer = (n: number, changed: Partial<Offer> = {}): Offer => ({
  to: numberToHex(1, { size: 20 }),
  data: numberToHex(n),
  gas: 100n,
  label: `offer ${n}`,
  keys: [String(n)],
  maxFeePerGasWei: 1_000n,
  bumpPercent: 12.5,
  ...changed,
});
const standing = (n: number, maxFeePerGas = 130n): PendingNonce => ({
  to: numberToHex(1, { size: 20 }),
  data: numberToHex(n),
  gas: 100n,
  fees: { maxFeePerGas, maxPriorityFeePerGas: 10n },
});
type Given = Parameters<typeof planBids>[0];
const plan = (given: Partial<Given>): Bid[] =>
  planBids({
    firstNonce: 0,
    pending: [],
    offers: [],
    stuck: false,
    market,
    maxPending: 4,
    balanceWei: 10n ** 18n,
    ...given,
  });
const summary = (bids: readonly Bid[]) =>
  bids.map((bid) => [bid.nonce, Number(bid.offer.data), Number(bid.fees.maxFeePerGas)]);

test("new offers take the next nonces in order, and no more of them than are allowed", () => {
  const offers = [1, 2, 3, 4, 5].map((n) => offer(n));
  assert.deepEqual(summary(plan({ pending: [standing(9)], offers })), [
    [1, 1, 130],
    [2, 2, 130],
    [3, 3, 130],
  ]);
});

test("what is under way is left alone, until it is stuck; then the most urgent goes first, and pays more", () => {
  const pending = [standing(1), standing(2)];
  assert.deepEqual(plan({ pending }), []);
  assert.deepEqual(summary(plan({ pending, stuck: true, offers: [offer(3), offer(1), offer(2)] })), [
    [0, 3, 147],
    [1, 1, 147],
    [2, 2, 140],
  ]);
});

test("what could have paid the base fee lacked a tip, so all offer twice of it", () => {
  const tips = (first: bigint) =>
    plan({
      pending: [standing(1, first), standing(2)],
      stuck: true,
      offers: [offer(1), offer(2), offer(3)],
    }).map(({ fees }) => Number(fees.maxPriorityFeePerGas));
  assert.deepEqual(tips(100n), [20, 20, 20]);
  assert.deepEqual(tips(99n), [12, 12, 10]);
});

test("what cannot pay the base fee is left out, and never stands in the way of what can", () => {
  const cheap = offer(1, { maxFeePerGasWei: 99n });
  assert.deepEqual(summary(plan({ offers: [cheap, offer(2)] })), [[0, 2, 130]]);
  const pending = [standing(1, 90n)];
  assert.deepEqual(summary(plan({ pending, stuck: true, offers: [cheap, offer(2)] })), [[0, 2, 130]]);
});

test("large steps end at the cap, not before it", () => {
  const one = offer(1, { bumpPercent: 100, maxFeePerGasWei: 1_000n });
  const step = (maxFeePerGas: bigint) =>
    summary(plan({ pending: [standing(1, maxFeePerGas)], stuck: true, offers: [one] }));
  assert.deepEqual(step(200n), [[0, 1, 400]]);
  assert.deepEqual(step(800n), [[0, 1, 1_000]]);
  // a node would not take less than an eighth more
  assert.deepEqual(step(900n), []);
});

test("bids end where the balance does", () => {
  const offers = [1, 2, 3].map((n) => offer(n));
  assert.deepEqual(summary(plan({ offers, balanceWei: 30_000n })), [
    [0, 1, 130],
    [1, 2, 130],
  ]);
  assert.deepEqual(plan({ offers, balanceWei: 0n }), []);
});

test("a nonce that nothing is known of is filled first", () => {
  assert.deepEqual(summary(plan({ pending: [undefined, standing(2)], offers: [offer(1)] })), [[0, 1, 130]]);
});

test("any state: bids are valid replacements under their caps, each offer once, without a gap", () => {
  const wei = (max: number) => fc.bigInt(0n, BigInt(max));
  const anyStanding = fc.record({ maxFeePerGas: fc.bigInt(20n, 2_000n) });
  const anyOffer = fc.record({ maxFeePerGasWei: wei(2_000), bumpPercent: fc.constantFrom(12.5, 25, 100) });
  fc.assert(
    fc.property(
      fc.array(anyStanding, { maxLength: 4 }),
      fc.array(anyOffer, { maxLength: 6 }),
      fc.boolean(),
      wei(500),
      wei(1_000_000),
      (standingFees, offerTerms, stuck, baseFeeWei, balanceWei) => {
        const pending = standingFees.map(({ maxFeePerGas }, n) => standing(n, maxFeePerGas));
        const offers = offerTerms.map((terms, n) => offer(n, terms));
        const now = { baseFeeWei, maxFeePerGas: (baseFeeWei * 6n) / 5n + 10n, maxPriorityFeePerGas: 10n };
        const bids = plan({ pending, offers, stuck, market: now, balanceWei });
        assert.equal(new Set(bids.map(({ offer }) => offer)).size, bids.length);
        const taken = new Set([...pending.keys(), ...bids.map(({ nonce }) => nonce)]);
        assert.deepEqual(
          [...taken].sort(),
          [...taken.keys()].map((_, n) => n),
        );
        assert.ok(taken.size <= Math.max(4, pending.length));
        for (const { nonce, offer, fees } of bids) {
          assert.ok(fees.maxFeePerGas <= offer.maxFeePerGasWei && fees.maxFeePerGas >= baseFeeWei);
          assert.ok(fees.maxPriorityFeePerGas <= fees.maxFeePerGas);
          const before = pending[nonce]?.fees;
          if (!before) continue;
          assert.ok(stuck);
          assert.ok(fees.maxFeePerGas * 8n >= before.maxFeePerGas * 9n);
          assert.ok(fees.maxPriorityFeePerGas * 8n >= before.maxPriorityFeePerGas * 9n);
        }
      },
    ),
  );
});
