// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { bytesToHex, getAddress, hashTypedData } from "viem";
import { test } from "vitest";
import { periodRequestTypes } from "../sdk/channels/periodRequest.ts";
import { createTypedDigest } from "./typedDigest.ts";

const types = {
  ...periodRequestTypes,
  Nested: [
    { name: "owner", type: "address" },
    { name: "small", type: "uint8" },
    { name: "time", type: "uint40" },
    { name: "first", type: "Point" },
    { name: "second", type: "Point" },
    { name: "more", type: "Another" },
  ],
  Point: [
    { name: "x", type: "uint256" },
    { name: "y", type: "uint256" },
  ],
  Another: [{ name: "at", type: "Point" }],
} as const;
const domain = {
  name: "Tributary",
  version: "1",
  chainId: 31_337,
  verifyingContract: `0x${"11".repeat(20)}`,
} as const;

const uint = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n });
const small = (bits: number) => fc.nat({ max: 2 ** bits - 1 });
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((b) => bytesToHex(b));
const point = fc.record({ x: uint(256), y: uint(256) });

test("the digest is viem's, whatever was hashed before", async () => {
  const requests = await createTypedDigest({ domain, types, primaryType: "PeriodRequest" });
  const nested = await createTypedDigest({ domain, types, primaryType: "Nested" });
  const request = fc.record({
    ...{ channelId: bytes(32), contentId: bytes(32), period: uint(64), price: uint(96) },
    deadline: fc.maxSafeNat().map((value) => value % 2 ** 40),
  });
  const struct = fc.record({
    owner: bytes(20).map((address) => getAddress(address)),
    ...{ small: small(8), time: fc.maxSafeNat().map((value) => value % 2 ** 40) },
    ...{ first: point, second: point, more: fc.record({ at: point }) },
  });
  fc.assert(
    fc.property(request, struct, (one, other) => {
      const expected = [
        hashTypedData({ domain, types, primaryType: "PeriodRequest", message: one }),
        hashTypedData({ domain, types, primaryType: "Nested", message: other }),
      ];
      assert.deepEqual([bytesToHex(requests(one)), bytesToHex(nested(other))], expected);
    }),
  );
});
