// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { TributaryError } from "../errors/TributaryError.ts";
import { CAPSULE_BYTES, capsuleAt, keyPeriodsOf, withBlankCapsules, withCapsules } from "./capsules.ts";
import { layoutOf } from "./layout.ts";
import { decodeManifest, encodeManifest } from "./manifest.ts";
import { type Manifest, type Rendition, secondsOf } from "./manifestFields.ts";
import { contentFor, manifest, rendition, withHeader } from "./testing/sampleManifest.ts";
import { sampleBytes } from "./testing/sampleWork.ts";

const COMMITTEE = `0x${"c1".repeat(32)}` as const;

/** A work of two qualities with a fragment each 2 s, over several periods of 60 s. */
function sealed(durationSec: number, renditions = 2): Manifest {
  const fragments = Array.from({ length: durationSec / 2 }, () => ({
    byteCount: 3_000_000,
    duration: 180_000,
  }));
  const work = {
    ...manifest,
    durationSec,
    renditions: Array.from({ length: renditions }, () => ({ ...rendition, fragments })),
  };
  return withCapsules(work, COMMITTEE, (periods, number) =>
    periods.map((period) => sampleBytes(CAPSULE_BYTES, 1_000 * number + period)),
  );
}

test("capsules are read back as they were, each in its period's place", () => {
  const work = sealed(150);
  const bytes = encodeManifest(work);
  const read = decodeManifest(contentFor(bytes, work), bytes);
  assert.deepEqual(read, work);
  assert.deepEqual(encodeManifest(read), bytes);
  assert.deepEqual(
    work.renditions.map(({ capsules }) => capsules!.length),
    [3, 3],
  );
  for (const { rendition: number, period } of layoutOf(work, bytes.length).spans.flat())
    assert.deepEqual(capsuleAt(read, number, period), sampleBytes(CAPSULE_BYTES, 1_000 * number + period));
  for (const [number, period] of [
    [0, 3],
    [0, -1],
    [2, 0],
    [0, 0.5],
  ] as const)
    assert.equal(capsuleAt(read, number, period), undefined);
});

test("capsules of zeros hold the place: sealing changes no length and no other byte", () => {
  const work = sealed(150);
  const { committee, renditions, ...rest } = work;
  const bare = { ...rest, renditions: renditions.map(({ capsules: _, ...each }) => each) };
  const blank = encodeManifest(withBlankCapsules(bare, committee!));
  const full = encodeManifest(work);
  assert.equal(blank.length, full.length);
  const emptied = withCapsules(work, committee!, (periods) =>
    periods.map(() => new Uint8Array(CAPSULE_BYTES)),
  );
  assert.deepEqual(encodeManifest(emptied), blank);
  assert.equal(
    encodeManifest(bare).length,
    full.length - 6 * CAPSULE_BYTES - `"committee":"${committee}",`.length,
  );
});

test("a period in which no fragment starts has no capsule, and no count of periods outgrows the fragments", () => {
  const fragments = [130, 10, 50, 600, 1].map((seconds) => ({ byteCount: 9, duration: seconds }));
  const long: Rendition = { ...rendition, timescale: 1, fragments };
  assert.deepEqual(keyPeriodsOf(long, 60), [0, 2, 3, 13]);
  const work = withBlankCapsules({ ...manifest, durationSec: 791, renditions: [long] }, COMMITTEE);
  const bytes = encodeManifest(work);
  assert.deepEqual(decodeManifest(contentFor(bytes, work), bytes), work);
  assert.ok(capsuleAt(work, 0, 13));
  assert.equal(capsuleAt(work, 0, 1), undefined);
  const vast = { timescale: 1, fragments: [1, 1].map((byteCount) => ({ byteCount, duration: 2 ** 51 })) };
  assert.equal(keyPeriodsOf(vast, 1).length, 2);
});

test("every fragment's period has its capsule, whatever the durations", () => {
  const duration = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 1_000_000 }));
  fc.assert(
    fc.property(
      fc.array(duration, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 90 }),
      (durations, timescale, keyPeriodSec) => {
        const fragments = durations.map((each) => ({ byteCount: 1, duration: each }));
        const one: Rendition = { ...rendition, timescale, fragments };
        const work = withBlankCapsules(
          { ...manifest, keyPeriodSec, renditions: [one], durationSec: secondsOf(one) },
          COMMITTEE,
        );
        const bytes = encodeManifest(work);
        const { spans } = layoutOf(work, bytes.length);
        const places = spans[0]!.map(({ period }) => capsuleAt(work, 0, period));
        assert.ok(places.every((place) => place !== undefined));
        assert.equal(new Set(places).size, work.renditions[0]!.capsules!.length);
        assert.deepEqual(decodeManifest(contentFor(bytes, work), bytes), work);
      },
    ),
  );
});

test("a committee that is none, and capsules that are too few, too many or cut, are neither written nor read", () => {
  const work = sealed(150);
  const [first, second] = work.renditions as [Rendition, Rendition];
  const of = (capsules: unknown) => ({ ...work, renditions: [first, { ...second, capsules } as Rendition] });
  const blank = new Uint8Array(CAPSULE_BYTES);
  const changes: [Manifest, RegExp][] = [
    ...["0x", COMMITTEE.toUpperCase(), `${COMMITTEE}00`, COMMITTEE.slice(2), 7, null].map(
      (committee): [Manifest, RegExp] => [
        { ...work, committee: committee as never },
        /committee must be 32 bytes/,
      ],
    ),
    [{ ...work, committee: undefined }, /no committee to open them/],
    [{ ...work, encryption: "none" }, /in the clear has no committee/],
    [of(undefined), /must be 3 capsules/],
    [of([]), /must be 3 capsules/],
    [of([blank, blank]), /must be 3 capsules/],
    [of([blank, blank, blank, blank]), /must be 3 capsules/],
    [of([blank, blank, blank.subarray(1)]), /must be 3 capsules/],
    [of([blank, blank, [...blank]]), /must be 3 capsules/],
  ];
  for (const [given, why] of changes) assert.throws(() => encodeManifest(given), why);

  const bytes = encodeManifest(work);
  const content = contentFor(bytes, work);
  const header = (change: (json: string) => string) => withHeader(bytes, change);
  const read: [Uint8Array, RegExp][] = [
    [header((json) => json.replace(`"committee":"${COMMITTEE}",`, "")), /cannot be read/],
    [header((json) => json.replace(COMMITTEE, COMMITTEE.replace("c1", "C1"))), /malformed: committee/],
    [header((json) => json.replace(`"${COMMITTEE}"`, "null")), /malformed: committee/],
    [header((json) => json.replace("aes-256-gcm", "none")), /in the clear has no committee/],
    [header((json) => json.replace('"keyPeriodSec":60', '"keyPeriodSec":30')), /cannot be read/],
    [header((json) => json.replace('"keyPeriodSec":60', '"keyPeriodSec":"60"')), /malformed/],
    [header((json) => json.replace('"kind":"video"', '"capsules":[],"kind":"video"')), /one form/],
  ];
  for (const [given, why] of read) assert.throws(() => decodeManifest(content, given), why);
});

/** What may stand in a header in the place of something else. */
const TOKENS = [
  "0",
  "-1",
  "9e15",
  "1e999",
  "null",
  '""',
  "[]",
  "{}",
  '"capsules":[],',
  '"committee":1,',
  "{",
  "}",
  '"',
  ",",
];

test("20,000 manifests with capsules, garbled or cut, are read as they stand or refused by one error", () => {
  const work = sealed(150);
  const good = encodeManifest(work);
  const content = contentFor(good, work);
  const splice = fc
    .record({ at: fc.nat(400), cut: fc.nat(12), token: fc.constantFrom(...TOKENS) })
    .map(({ at, cut, token }) =>
      withHeader(good, (json) => json.slice(0, at) + token + json.slice(at + cut)),
    );
  const edit = fc.record({ at: fc.nat(good.length - 1), value: fc.nat(255) });
  const edited = fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) => edits.reduce((bytes, { at, value }) => bytes.with(at, value), good));
  const cut = fc.nat(good.length - 1).map((at) => good.slice(0, at));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(splice, edited, cut), (bytes) => {
      try {
        assert.deepEqual(encodeManifest(decodeManifest(content, bytes)), bytes);
        read += 1;
      } catch (error) {
        assert.ok(error instanceof TributaryError, String(error));
        assert.match(error.message, /^The manifest of 0xaaaa/);
      }
    }),
    { numRuns: 20_000 },
  );
  // a capsule's bytes, which its proof guards
  assert.ok(read > 1_000, String(read));
});

test("four hours in four qualities take less than 400 kB with a capsule for each minute of each quality", () => {
  const bytes = encodeManifest(sealed(14_400, 4));
  assert.ok(bytes.length > 4 * 240 * CAPSULE_BYTES);
  assert.ok(bytes.length < 400_000, `${bytes.length} bytes`);
});
