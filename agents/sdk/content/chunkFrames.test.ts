// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { createFrameReader, encodeFrame } from "./chunkFrames.ts";
import { concatBytes } from "./merkle.ts";
import { BadAnswerError } from "./requestChunk.ts";

test("100,000 bodies of frames, cut and garbled, are read as they were written, or refused", () => {
  const proofLength = fc.constantFrom(0, 75, 76, 77, 2_000, 2_001);
  const length = fc.oneof(
    { weight: 200, arbitrary: fc.constantFrom(0, 1, 2, 40) },
    { weight: 1, arbitrary: fc.constantFrom(65_536, 65_537) },
  );
  const frame = fc.record({ proofLength, length }, { noNullPrototype: true });
  const proofs = new Uint8Array(2_001).fill(7);
  const bytes = new Uint8Array(65_537).fill(9);
  let read = 0;
  fc.assert(
    fc.property(
      fc.array(frame, { maxLength: 3 }),
      fc.nat(3),
      fc.nat(500),
      fc.nat(20),
      (frames, count, cut, trim) => {
        const parts = frames.map((each) =>
          encodeFrame(proofs.subarray(0, each.proofLength), bytes.subarray(0, each.length)),
        );
        const body = concatBytes(parts);
        const sent = body.subarray(0, body.length - (trim > 10 ? 0 : trim));
        const reader = createFrameReader(5, 5 + count);
        const got: { proofLength: number; length: number }[] = [];
        let refused = false;
        try {
          for (const part of [sent.subarray(0, cut), sent.subarray(cut)])
            for (const { index, ...whole } of reader.take(part)) {
              assert.equal(index, 5 + got.length);
              got.push({ proofLength: whole.proof.length, length: whole.bytes.length });
            }
        } catch (error) {
          assert.ok(error instanceof BadAnswerError);
          assert.equal(error.index, 5 + got.length);
          refused = true;
        }
        read += got.length;
        for (const [at, { proofLength, length }] of got.entries())
          assert.ok(proofLength === frames[at]?.proofLength && length === frames[at].length);
        assert.equal(reader.next, 5 + got.length);
        const isGood = (each: (typeof frames)[number] | undefined) =>
          each !== undefined &&
          each.proofLength >= 76 &&
          each.proofLength <= 2_000 &&
          each.length >= 1 &&
          each.length <= 65_536;
        if (sent.length === body.length) {
          const good = frames.findIndex((each) => !isGood(each));
          assert.equal(got.length, Math.min(count + 1, good === -1 ? frames.length : good));
          assert.equal(refused, good !== -1 || frames.length > count + 1);
        }
      },
    ),
    { numRuns: 100_000 },
  );
  assert.ok(read > 10_000);
});
