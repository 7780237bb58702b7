// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { concat, keccak256, slice, zeroHash } from "viem";
import { describe, it } from "vitest";
import { batchHash, decodeBatch, encodeLink, linksOf } from "./batch.ts";
import { challenge, fingerprint, type Settlement, splitScope } from "./challenge.ts";
import { P } from "./field.ts";
import type { Credit } from "./segment.ts";

const credit = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.bigInt({ min: 0n, max: 2n ** 96n - 1n }))
  .map(([slot, amountWei]) => ({ slot, amountWei }));
const batches = fc.array(fc.array(credit, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 });

describe("a batch", () => {
  it("is refused when a link is empty, too long, or holds what does not fit", () => {
    const one: Credit = { slot: 1, amountWei: 1n };
    assert.throws(() => encodeLink([]), /1 to 65535 credits, not 0/);
    assert.throws(() => encodeLink(new Array(65_536).fill(one)), /not 65536/);
    assert.throws(() => encodeLink([{ ...one, slot: 256 }]), /no segment has slot 256/);
    assert.throws(() => encodeLink([{ ...one, amountWei: 2n ** 96n }]));
    assert.throws(() => encodeLink([{ ...one, amountWei: -1n }]));
  });

  it("is refused when it is cut short, wherever that is", () => {
    const link = encodeLink([{ slot: 1, amountWei: 1n }]);
    for (let end = 1; end < 15; end++) assert.throws(() => decodeBatch(slice(link, 0, end)), /cut short/);
  });

  it("is laid out as the contract reads it", () => {
    const link = encodeLink([
      { slot: 1, amountWei: 2n },
      { slot: 255, amountWei: 2n ** 96n - 1n },
    ]);
    assert.equal(link, `0x0002${"01"}${"2".padStart(24, "0")}${"ff"}${"f".repeat(24)}`);
    assert.equal(batchHash("0x"), zeroHash);
    const twice = keccak256(concat([keccak256(concat([zeroHash, link])), link]));
    assert.equal(batchHash(concat([link, link])), twice);
  });

  it("comes back as it went in", () => {
    fc.assert(
      fc.property(batches, (links) => {
        const encoded = links.map(encodeLink);
        assert.deepEqual(linksOf(concat(encoded)), encoded);
        assert.deepEqual(decodeBatch(concat(encoded)), links.flat());
      }),
    );
  });

  it("has a hash that tells apart how its credits were linked", () => {
    const credits = [1, 2].map((slot) => ({ slot, amountWei: 1n }));
    const apart = concat(credits.map((one) => encodeLink([one])));
    assert.notEqual(batchHash(apart), batchHash(encodeLink(credits)));
  });
});

describe("a challenge", () => {
  const settlement: Settlement = {
    chainId: 1n,
    rollup: "0x00000000000000000000000000000000000a11ce",
    segment: 2n,
    batch: 3n,
    beneficiary: "0x0000000000000000000000000000000000000b0b",
    oldRoot: 4n,
    newRoot: 5n,
    batchHash: zeroHash,
  };

  it("changes with each thing that a settlement is bound to", () => {
    const changes: Partial<Settlement>[] = [
      { chainId: 2n },
      { rollup: settlement.beneficiary },
      { segment: 3n },
      { batch: 4n },
      { beneficiary: settlement.rollup },
      { oldRoot: 5n },
      { newRoot: 4n },
      { batchHash: keccak256("0x") },
    ];
    const drawn = [{}, ...changes].map((change) => challenge({ ...settlement, ...change }));
    assert.equal(new Set(drawn).size, 9);
    assert.ok(drawn.every((x) => x < P));
  });

  it("weighs a credit by its slot", () => {
    const credits = [
      { slot: 0, amountWei: 5n },
      { slot: 2, amountWei: 7n },
      { slot: 0, amountWei: 1n },
    ];
    assert.equal(fingerprint(credits, 10n), 6n * 10n + 7n * 1_000n);
    assert.equal(fingerprint([{ slot: 0, amountWei: 1n }], P - 1n), P - 1n);
  });

  it("has a scope of its own for each chain and contract", () => {
    const { rollup, beneficiary } = settlement;
    const scoped = [splitScope(1n, rollup, 9n), splitScope(2n, rollup, 9n), splitScope(1n, beneficiary, 9n)];
    assert.equal(new Set(scoped).size, 3);
    for (const split of scoped) assert.ok(split < 2n ** 192n && (split & (2n ** 64n - 1n)) === 9n);
  });
});
