// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { padHex } from "viem";
import { test } from "vitest";
import { coordinatesOf } from "../encryption/curve.ts";
import { nobleCurve as curve } from "../encryption/nobleCurve.ts";
import { mod } from "../encryption/scalars.ts";
import { combine, dealShares } from "../encryption/shares.ts";
import { commitmentOf, dealingOf, drawDealer, openShare } from "./dealing.ts";
import { drawHandover, handedOnSeats, handedOnShare, handsOn } from "./handOn.ts";

const committeeId = padHex("0xc1", { size: 32 });

/** Of a committee of 3 that opens by 2, the members 1 and 3 hand on to 4 places that open by 3. */
function handOn() {
  const present = dealShares(curve, { threshold: 2, size: 3 });
  const next = { committeeId, threshold: 3, size: 4 };
  // 1 stays in place 1; 3 leaves, and deals from place 4, which will be empty; 2 and 3 are new
  const receivers = [1, 2, 3].map((index) => drawDealer(curve, { ...next, index }));
  const dealers = [
    { index: 1, dealer: drawHandover(curve, { ...next, index: 1 }, present.shares[0]!) },
    { index: 3, dealer: drawHandover(curve, { ...next, index: 4 }, present.shares[2]!) },
  ];
  receivers[0] = { ...receivers[0]!, transportSecret: dealers[0]!.dealer.transportSecret };
  const keys = [...receivers, dealers[1]!.dealer].map((one) => commitmentOf(curve, one).transportKey);
  const handovers = dealers.map(({ index, dealer }) => {
    const dealing = dealingOf(curve, dealer, keys);
    return { index, dealing, place: dealer.index, transportKey: keys[dealer.index - 1]! };
  });
  const shares = receivers.map((receiver) =>
    handedOnShare(
      handovers.map(({ index, dealing, place, transportKey }) => {
        const opened = openShare(curve, receiver, { dealer: place, transportKey, dealing });
        return { index, share: "share" in opened ? opened.share : assert.fail("opens") };
      }),
    ),
  );
  return { present, handovers, shares };
}

test("other members with another threshold hold shares of the same key, which its points show", () => {
  const { present, handovers, shares } = handOn();
  const { publicKey, points } = handedOnSeats(curve, handovers, 4);
  assert.deepEqual(publicKey, coordinatesOf(present.publicKey));
  assert.deepEqual(
    shares.map((share) => coordinatesOf(curve.mulG(share))),
    points.slice(0, 3),
  );
  const results = shares.map((share, at) => ({ index: at + 1, result: curve.mulG(share) }));
  assert.deepEqual(combine(curve, results), present.publicKey);
  assert.notDeepEqual(combine(curve, results.slice(0, 2)), present.publicKey);
});

test("shares of two epochs do not mix", () => {
  const { present, shares } = handOn();
  const mixed = [shares[0]!, present.shares[1]!, shares[2]!].map((share, at) => ({
    ...{ index: at + 1, result: curve.mulG(share) },
  }));
  assert.notDeepEqual(combine(curve, mixed), present.publicKey);
});

test("a dealing hands on the key share of its seat, and of no other", () => {
  const { present, handovers } = handOn();
  const seats = present.points.map(coordinatesOf);
  assert.ok(handsOn(handovers[0]!.dealing, seats[0]!));
  assert.ok(handsOn(handovers[1]!.dealing, seats[2]!));
  assert.equal(handsOn(handovers[1]!.dealing, seats[0]!), false);
  const [{ x, y }] = seats as [{ x: bigint; y: bigint }];
  assert.equal(handsOn(handovers[0]!.dealing, { x, y: mod(-y) }), false);
  assert.equal(handsOn({ coefficients: [], sealedShares: [] }, { x, y }), false);
});
