// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { boxAt, boxesIn, makeBox } from "../../sdk/content/boxes.ts";
import { boxesOf } from "./boxes.ts";
import { runsOf } from "./trackRuns.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
async function readAll(parts: Uint8Array[]) {
  const boxes = [];
  for await (const { type, body } of boxesOf(parts as unknown as AsyncIterable<Uint8Array>))
    boxes.push(`${type} ${body.join()}`);
  return boxes;
}

test("a stream gives the same boxes however it is cut", async () => {
  const stream = Buffer.concat([makeBox("moof", bytes(1, 2, 3)), makeBox("mdat"), makeBox("mfra", bytes(4))]);
  const cut = fc.array(fc.nat(stream.length), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(cut, async (places) => {
      const ends = [...places, stream.length].sort((a, b) => a - b);
      const parts = ends.map((end, at) => stream.subarray(ends[at - 1] ?? 0, end));
      assert.deepEqual(await readAll(parts), ["moof 1,2,3", "mdat ", "mfra 4"]);
    }),
    { numRuns: 50 },
  );
});

test("a stream that ends within a box, and a box that is smaller than its head, are refused", async () => {
  const box = makeBox("moof", bytes(1, 2, 3));
  for (const end of [1, 7, 8, 10])
    await assert.rejects(readAll([box.subarray(0, end)]), /ends \d+ bytes before/);
  for (const size of [0, 1, 7])
    await assert.rejects(readAll([bytes(0, 0, 0, size, 1, 1, 1, 1)]), /a size of/);
  await assert.rejects(readAll([bytes(0xff, 0, 0, 0, 1, 1, 1, 1)]), /a size of/);
});

test("a box may not reach out of the box around it", () => {
  assert.deepEqual(boxesIn(bytes()), []);
  for (const inner of [bytes(0, 0, 0, 9, 1, 1, 1, 1), bytes(0, 0, 0), bytes(0, 0, 0, 8, 1, 1, 1, 1, 0)])
    assert.throws(() => boxesIn(inner), /reaches out/);
});

test("a path that leads to no box, or to two, is refused", () => {
  const two = Buffer.concat([makeBox("trak"), makeBox("trak")]);
  assert.throws(() => boxAt(two, ["trak"]), /has 2 boxes trak/);
  assert.throws(() => boxAt(two, ["mvex"]), /has 0 boxes mvex/);
});

test("a run's duration is what its samples state, its fragment or its track, in this order", () => {
  const tracks = [{ id: 1, handler: "vide", timescale: 10, defaultDuration: 7 }];
  const moof = (header: number[], run: number[]) =>
    makeBox(
      "traf",
      makeBox("tfhd", bytes(0, 2, 0, ...header)),
      makeBox("tfdt", bytes(0, 0, 0, 0, 0, 0, 0, 5)),
      makeBox("trun", bytes(0, 0, ...run)),
    );
  const word = (value: number) => [0, 0, 0, value];
  const of = (header: number[], run: number[]) => runsOf(moof(header, run), tracks)[0]!;
  const plain = [0, ...word(1)];
  const inTrack = of(plain, [0, 0, ...word(3)]);
  assert.deepEqual(inTrack, {
    trackId: 1,
    decodeTime: 5,
    sampleCount: 3,
    duration: 21,
    startsWithKeyFrame: true,
  });
  assert.equal(of([8, ...word(1), ...word(4)], [0, 0, ...word(3)]).duration, 12);
  assert.equal(of([8, ...word(1), ...word(4)], [1, 0, ...word(2), ...word(5), ...word(6)]).duration, 11);
  // flags: the fragment's, the first sample's, or each sample's own
  assert.equal(of([0x20, ...word(1), 0, 1, 0, 0], [0, 0, ...word(3)]).startsWithKeyFrame, false);
  assert.equal(of([0x20, ...word(1), 0, 1, 0, 0], [0, 4, ...word(3), 2, 0, 0, 0]).startsWithKeyFrame, true);
  assert.equal(of(plain, [4, 0, ...word(1), 0, 1, 0, 0]).startsWithKeyFrame, false);
  assert.throws(() => of(plain, [1, 0, ...word(2), ...word(5)]), /another size than it states/);
});
