// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Address, encodeAbiParameters, type Hex, hexToBytes, keccak256, numberToHex } from "viem";
import { test } from "vitest";
import { hashPair } from "../content/merkle.ts";
import { regionOf } from "../operators/region.ts";
import { type PlannedWork, placeWorks, planProof, planRoot } from "./plan.ts";
import { ownersOf, type RosterPlace } from "./rendezvous.ts";
import { decodePlace, encodePlace } from "./roster.ts";

const [EU, US] = [regionOf("eu-west"), regionOf("us-east")];
const edgeOf = (n: number): Address => numberToHex(n + 1, { size: 20 });
const workOf = (n: number): Hex => keccak256(numberToHex(n));
const rosterOf = (count: number): RosterPlace[] =>
  Array.from({ length: count }, (_, n) => ({ edge: edgeOf(n), region: n % 2 ? US : EU, weight: 10_000 }));
const planOf = (roster: RosterPlace[], count: number, needs: Partial<PlannedWork> = {}) =>
  placeWorks(
    roster,
    Array.from({ length: count }, (_, n) => ({
      contentId: workOf(n),
      regions: [],
      doublings: 0,
      ...needs,
    })),
  );

test("nobody owns a work without edges; all do while they are few", () => {
  const needs = { regions: [EU], doublings: 4 };
  assert.deepEqual(ownersOf([], hexToBytes(workOf(0)), needs), []);
  assert.deepEqual(ownersOf([null, null], hexToBytes(workOf(0)), needs), []);
  assert.deepEqual(ownersOf([...rosterOf(2), null], hexToBytes(workOf(0)), needs).sort(), [0, 1].map(edgeOf));
});

test("when 1 of 10 edges leaves, exactly what it held moves", () => {
  const roster = rosterOf(10);
  for (const regions of [[], [EU], [EU, US]]) {
    const before = planOf(roster, 1_000, { regions });
    const gone = edgeOf(4);
    const after = planOf(
      roster.map((place) => (place?.edge === gone ? null : place)),
      1_000,
      { regions },
    );
    let [held, moved] = [0, 0];
    before.forEach(({ owners }, n) => {
      const fresh = after[n]!.owners.filter((owner) => !owners.includes(owner)).length;
      assert.equal(fresh, owners.includes(gone) ? 1 : 0, "DEL-2: one new owner for what the edge held");
      held += owners.includes(gone) ? 1 : 0;
      moved += fresh;
    });
    assert.equal(moved, held);
    assert.ok(held > 0);
  }
});

test("works spread by weight", () => {
  const roster = rosterOf(20);
  roster[7] = { edge: edgeOf(7), region: US, weight: 30_000 };
  const counts = new Map<string, number>();
  for (const { owners } of planOf(roster, 10_000)) counts.set(owners[0]!, (counts.get(owners[0]!) ?? 0) + 1);
  // 10,000 / 22 = 455 each, and three times that
  for (const [edge, count] of counts)
    assert.ok(Math.abs(count - (edge === edgeOf(7) ? 1_364 : 455)) < 180, `${edge}: ${count}`);
});

test("each proof leads from the contract's leaf to the root, of any number of works", () => {
  for (const count of [1, 2, 3, 7, 100]) {
    const works = planOf(rosterOf(10), count);
    works.forEach(({ contentId, owners }, n) => {
      const leaf = keccak256(
        encodeAbiParameters([{ type: "bytes32" }, { type: "address[]" }], [contentId, owners]),
      );
      const root = planProof(works, n).reduce(
        (hash, sibling) => hashPair(hash, hexToBytes(sibling)).slice(),
        hexToBytes(leaf),
      );
      assert.deepEqual(root, hexToBytes(planRoot(works)));
    });
  }
  assert.throws(() => planRoot([]), /a tree needs whole leaves/);
});

test("a place survives the contract's word, whatever bytes its region has", () => {
  const odd: RosterPlace = {
    edge: "0xffffffffffffffffffffffffffffffffffffffff",
    region: "0xff00fe0000000061",
    weight: 2 ** 32 - 1,
  };
  for (const place of [null, odd, ...rosterOf(2)]) assert.deepEqual(decodePlace(encodePlace(place)), place);
});
