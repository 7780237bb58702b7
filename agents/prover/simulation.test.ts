// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { type Address, numberToHex } from "viem";
import { test } from "vitest";
import type { Batch } from "./policy.ts";
import { MINED_AFTER_SEC, type SimulatedProver, simulate } from "./testing/simulation.ts";
import { sealed, TAKEOVER_SEC } from "./testing/views.ts";

const address = fc.bigInt(1n, 2n ** 160n - 1n).map((n): Address => numberToHex(n, { size: 20 }));
const addresses = (most: number) => fc.uniqueArray(address, { minLength: 2, maxLength: most });
const inOneSegment = (count: number): Batch[] =>
  Array.from({ length: count }, (_, n) => sealed({ batch: BigInt(n), headSec: n === 0 ? 0 : undefined }));
const inManySegments = (count: number): Batch[] =>
  Array.from({ length: count }, (_, n) => sealed({ segment: BigInt(n) }));
const queues = fc
  .integer({ min: 1, max: 12 })
  .chain((n) => fc.constantFrom(inOneSegment(n), inManySegments(n)));

test("provers that know each other make one proof a batch, whoever they are and however fast", () => {
  const speed = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(
      addresses(4),
      fc.array(speed, { minLength: 4, maxLength: 4 }),
      queues,
      (selves, speeds, batches) => {
        const provers = selves.map((self, n): SimulatedProver => ({ self, proofSec: speeds[n]! }));
        const { proofs } = simulate(provers, batches, selves);
        assert.equal(proofs.length, batches.length);
        assert.equal(new Set(proofs.map(({ batch }) => batch)).size, batches.length);
      },
    ),
    { numRuns: 40 },
  );
});

test("two strangers make four or five proofs for four batches, whoever they are and however fast", () => {
  // slower than two transactions, as a proof is: else the other's is done before the first is mined
  const speed = fc.integer({ min: 2 * MINED_AFTER_SEC + 1, max: TAKEOVER_SEC - 1 });
  fc.assert(
    fc.property(
      addresses(2),
      speed,
      speed,
      fc.constantFrom(inOneSegment(4), inManySegments(4)),
      (selves, one, two, batches) => {
        const { proofs } = simulate(
          [
            { self: selves[0]!, proofSec: one },
            { self: selves[1]!, proofSec: two },
          ],
          batches,
        );
        assert.ok(proofs.length <= 5, `${proofs.length} proofs`);
      },
    ),
    { numRuns: 60 },
  );
});

test("two given strangers make exactly four proofs for four batches", () => {
  const provers = [numberToHex(2, { size: 20 }), numberToHex(3, { size: 20 })].map((self) => ({
    self,
    proofSec: 5,
  }));
  assert.equal(simulate(provers, inManySegments(4)).proofs.length, 4);
});

test("a prover that dies keeps no batch back for longer than a takeover each", () => {
  fc.assert(
    fc.property(addresses(4), queues, fc.nat(40), (selves, batches, diesAtSec) => {
      const provers = selves.map(
        (self, n): SimulatedProver => ({
          self,
          proofSec: 5,
          diesAtSec: n === 0 ? undefined : diesAtSec,
        }),
      );
      const { proofs, seconds } = simulate(provers, batches, selves);
      assert.ok(seconds <= diesAtSec + batches.length * (5 + 1 + 4 * TAKEOVER_SEC), `it took ${seconds} s`);
      assert.ok(proofs.length <= 2 * batches.length);
    }),
    { numRuns: 60 },
  );
});
