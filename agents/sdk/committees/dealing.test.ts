// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { padHex } from "viem";
import { test } from "vitest";
import { coordinatesOf } from "../encryption/curve.ts";
import { nobleCurve as curve } from "../encryption/nobleCurve.ts";
import { mod } from "../encryption/scalars.ts";
import { combine } from "../encryption/shares.ts";
import { commitmentOf, type Dealer, type Dealing, dealingOf, drawDealer, openShare } from "./dealing.ts";
import { generatedSeats } from "./generatedSeats.ts";

const committeeId = padHex("0xc0", { size: 32 });
const SIZE = 4;

function dealAll() {
  const places = Array.from({ length: SIZE }, (_, at) => at + 1);
  const dealers = places.map((index) => drawDealer(curve, { committeeId, index, threshold: 3, size: SIZE }));
  const keys = dealers.map((dealer) => commitmentOf(curve, dealer).transportKey);
  const dealings = dealers.map((dealer) => dealingOf(curve, dealer, keys));
  const open = (receiver: Dealer, dealer: number, dealing: Dealing) =>
    openShare(curve, receiver, { dealer, transportKey: keys[dealer - 1]!, dealing });
  return { dealers, keys, dealings, open };
}

test("every member opens every share, and the sums are key shares of one key, by any three", () => {
  const { dealers, dealings, open } = dealAll();
  const shares = dealers.map((receiver) =>
    dealings.reduce((sum, dealing, at) => {
      const opened = open(receiver, at + 1, dealing);
      assert.ok("share" in opened);
      return mod(sum + opened.share);
    }, 0n),
  );
  const { publicKey, points } = generatedSeats(curve, dealings, SIZE);
  assert.deepEqual(
    shares.map((share) => coordinatesOf(curve.mulG(share))),
    points,
  );
  const results = shares.map((share, at) => ({ index: at + 1, result: curve.mulG(share) }));
  for (const left of [0, 1, 2, 3]) {
    const key = combine(
      curve,
      results.filter((_, at) => at !== left),
    );
    assert.deepEqual(coordinatesOf(key!), publicKey);
  }
  assert.notDeepEqual(coordinatesOf(combine(curve, results.slice(0, 2))!), publicKey);
});

test("a wrong share is a complaint of its victim alone", () => {
  const { dealers, dealings, open } = dealAll();
  const lie = {
    ...dealings[0]!,
    sealedShares: dealings[0]!.sealedShares.map((sealed, at) => (at === 2 ? mod(sealed + 1n) : sealed)),
  };
  for (const receiver of dealers) {
    const opened = open(receiver, 1, lie);
    assert.equal("complaint" in opened, receiver.index === 3);
    if ("complaint" in opened) assert.deepEqual([opened.complaint.dealer, opened.complaint.victim], [1, 3]);
  }
});

test("a share in another's place opens as nothing but a complaint", () => {
  const { dealers, dealings, open } = dealAll();
  const [first, second] = dealings[0]!.sealedShares;
  const swapped = { ...dealings[0]!, sealedShares: [second!, first!, ...dealings[0]!.sealedShares.slice(2)] };
  assert.ok("complaint" in open(dealers[0]!, 1, swapped));
  assert.ok("complaint" in open(dealers[1]!, 1, swapped));
  assert.ok("complaint" in open(dealers[2]!, 2, dealings[0]!));
});

test("who has not committed is sealed nothing", () => {
  const { dealers, keys } = dealAll();
  const dealing = dealingOf(curve, dealers[0]!, [keys[0]!, 0n, keys[2]!, keys[3]!]);
  assert.equal(dealing.sealedShares[1], 0n);
});

test("a transport key is the x of a point with an even y", () => {
  for (let at = 0; at < 8; ++at) {
    const dealer = drawDealer(curve, { committeeId, index: 1, threshold: 2, size: 2 });
    const { x, y } = coordinatesOf(curve.mulG(dealer.transportSecret));
    assert.equal(y % 2n, 0n);
    assert.equal(commitmentOf(curve, dealer).transportKey, x);
  }
});

test("no dealings are no committee", () => {
  assert.throws(() => generatedSeats(curve, [], SIZE), /add up to no key/);
});
