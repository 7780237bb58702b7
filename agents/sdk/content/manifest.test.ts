// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { TributaryError } from "../errors/TributaryError.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import { decodeManifest, encodeManifest, manifestBytesOf } from "./manifest.ts";
import { type Manifest, type Rendition, secondsOf } from "./manifestFields.ts";
import { contentFor, manifest, rendition, withHeader } from "./testing/sampleManifest.ts";

test("a manifest is read back as it was, and says its length in its first bytes", () => {
  const bytes = encodeManifest(manifest);
  assert.deepEqual(decodeManifest(contentFor(bytes), bytes), manifest);
  assert.equal(manifestBytesOf(contentFor(bytes), bytes.subarray(0, 13)), bytes.length);
});

test("what is out of range is neither written nor read", () => {
  const changes: Partial<Manifest>[] = [
    ...[{ title: "" }, { title: "x".repeat(201) }, { encryption: "rot13" as never }, { keyPeriodSec: 0 }],
    ...[{ durationSec: 5 }, { durationSec: 7 }, { renditions: [] }],
    { renditions: Array.from({ length: 65 }, () => rendition) },
    ...(
      [
        ...[{ kind: "film" as never }, { name: "" }, { mediaType: "text/html; x" }, { codecs: "a b" }],
        ...[{ width: 0 }, { frameRate: Number.POSITIVE_INFINITY }, { language: "e n" }, { timescale: 0 }],
        ...[{ init: new Uint8Array(65_537) }, { fragments: [] }],
        ...[0, 2 ** 26 + 1, 1.5].map((byteCount) => ({ fragments: [{ byteCount, duration: 1 }] })),
        { fragments: [2 ** 52, 2 ** 52].map((duration) => ({ byteCount: 1, duration })) },
        ...[0, 2 ** 53, 2 ** 52, -1].map((duration) => ({ fragments: [{ byteCount: 1, duration }] })),
      ] as Partial<Rendition>[]
    ).map((change) => ({ renditions: [rendition, { ...rendition, ...change }] })),
    { poster: { mediaType: "image/jpeg", bytes: new Uint8Array(65_537) } },
  ];
  for (const change of changes)
    assert.throws(
      () => encodeManifest({ ...manifest, ...change }),
      /the manifest is malformed/,
      String(change),
    );
});

test("bytes that are no manifest, and a second form of one, are refused", () => {
  const bytes = encodeManifest(manifest);
  const content = contentFor(bytes);
  const changed: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /none of version 2/],
    [new TextEncoder().encode('{"version":1,"title":"x"}'), /none of version 2/],
    [bytes.slice(0, -1), /another length/],
    [Uint8Array.of(...bytes, 0), /another length/],
    [withHeader(bytes, (json) => `${json} `), /one form/],
    [withHeader(bytes, (json) => json.replace('"title"', '"extra":1,"title"')), /one form/],
    [withHeader(bytes, (json) => json.replace('"keyPeriodSec":60', '"keyPeriodSec":60.0')), /one form/],
    [withHeader(bytes, () => "null"), /cannot be read/],
    [withHeader(bytes, () => "[1"), /cannot be read/],
    [withHeader(bytes, () => '{"renditions":[]}'), /cannot be read|malformed/],
    [
      withHeader(bytes, (json) => json.replace('"fragmentCount":3', '"fragmentCount":9e15')),
      /cannot be read/,
    ],
    [withHeader(bytes, (json) => json.replace('"fragmentCount":3', '"fragmentCount":2')), /cannot be read/],
    [withHeader(bytes, (json) => json.replace('"initBytes":8', '"initBytes":-8')), /cannot be read/],
    [
      withHeader(bytes, (json) => json.replace('"initBytes":8', '"initBytes":"8"')),
      /cannot be read|one form/,
    ],
  ];
  for (const [given, why] of changed) assert.throws(() => decodeManifest(content, given), why);
  const huge = Uint8Array.from(bytes);
  huge[8] = 0x7f;
  assert.throws(() => manifestBytesOf(content, huge), /says that it has/);
});

test("no byte of a manifest can be another without that being seen", () => {
  const bytes = encodeManifest(manifest);
  const content = contentFor(bytes);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const other = Uint8Array.from(bytes);
      other[at]! ^= flip;
      try {
        // words, codecs and pictures may change; the tree's proof guards those
        assert.deepEqual(encodeManifest(decodeManifest(content, other)), other);
      } catch (error) {
        assert.match(String(error), /^TributaryError: The manifest of 0xaaaa/);
      }
    }),
  );
});

test("any manifest is read back as it was, and none is taken that promises other bytes than were committed", () => {
  const fragment = fc.record(
    {
      byteCount: fc.integer({ min: 1, max: 2 ** 26 }),
      duration: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(fragment, { minLength: 1, maxLength: 50 }), (fragments) => {
      const renditions = [{ ...rendition, timescale: 2 ** 32 - 1, fragments }];
      const ticks = fragments.reduce((sum, { duration }) => sum + duration, 0);
      const durationSec = Math.ceil(ticks / (2 ** 32 - 1));
      const any = { ...manifest, renditions, durationSec };
      const bytes = encodeManifest(any);
      const content = contentFor(bytes, any);
      assert.deepEqual(decodeManifest(content, bytes), any);
      for (const change of [{ leafCount: content.leafCount + 1n }, { byteCount: content.byteCount - 1n }])
        assert.throws(() => decodeManifest({ ...content, ...change }, bytes), /does not fit/);
    }),
  );
});

/** Manifests of all that the rules allow, at their edges. */
const anyManifest = (): fc.Arbitrary<Manifest> => {
  const record = <Fields>(fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> }) =>
    fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<Fields>;
  const few = { size: "max", maxLength: 4, minLength: 1 } as const;
  const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
  const count = (most: number) =>
    fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: most }), fc.constant(most));
  const bytes = fc.uint8Array({ maxLength: 40 });
  // a difference takes twice as much
  const duration = fc.oneof(
    { weight: 9, arbitrary: count(2 ** 50) },
    fc.constantFrom(2 ** 52 - 1, 2 ** 52, 2 ** 53 - 1),
  );
  const rendition = record<Rendition>({
    kind: fc.constantFrom("video", "audio", "text", "file"),
    name: fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
    mediaType: fc.constantFrom("video/mp4", "a/b", "application/vnd.x+y-1.0"),
    codecs: maybe(fc.constantFrom("avc1.64001f,mp4a.40.2", "x")),
    width: maybe(count(65_535)),
    height: maybe(count(65_535)),
    frameRate: maybe(fc.double({ min: 1e-300, max: 1_000, noNaN: true })),
    language: maybe(fc.constantFrom("en", "pt-BR")),
    timescale: count(0xff_ff_ff_ff),
    init: bytes,
    fragments: fc.array(record({ byteCount: count(2 ** 26), duration }), few),
  });
  return record<Manifest>({
    title: fc.string({ unit: "binary", minLength: 1, maxLength: 50 }),
    encryption: fc.constantFrom("aes-256-gcm", "none"),
    keyPeriodSec: count(86_400),
    durationSec: fc.constant(0),
    renditions: fc.array(rendition, few),
    poster: maybe(record({ mediaType: fc.constant("image/jpeg"), bytes })),
  }).map((manifest) => ({ ...manifest, durationSec: Math.max(...manifest.renditions.map(secondsOf)) }));
};

/** Without the fields that are left out. */
const known = (manifest: Manifest) =>
  JSON.parse(JSON.stringify(manifest, (_, value) => (value instanceof Uint8Array ? [...value] : value)));

test("5,000 manifests are read back as they were, and written once more to the same bytes, or cannot be written", () => {
  let written = 0;
  fc.assert(
    fc.property(anyManifest(), (manifest) => {
      let bytes: Uint8Array;
      try {
        bytes = encodeManifest(manifest);
      } catch (error) {
        assert.ok(error instanceof TributaryError);
        return;
      }
      written += 1;
      const read = decodeManifest(contentFor(bytes, manifest), bytes);
      assert.deepEqual(known(read), known(manifest));
      assert.deepEqual(encodeManifest(read), bytes);
    }),
    { numRuns: 5_000 },
  );
  assert.ok(written > 1_000, String(written));
});

/** What may stand in a header in the place of something else. */
const TOKENS = [
  ...[
    "0",
    "-1",
    "1e9",
    "9e15",
    "9007199254740993",
    "1.5",
    "1e999",
    "null",
    "true",
    '""',
    '"x"',
    "[]",
    "{}",
    "[[]]",
    '{"length":9e9}',
  ],
  ...[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "\\ud800",
    "\u0000",
    " ",
    '"__proto__":1,',
    '"toJSON":1,',
    '"init":{},',
    "[".repeat(999),
  ],
];

test("100,000 manifests, garbled, cut, or of random bytes, are read as they stand or refused by one error, at no more than their length", () => {
  const good = [manifest, { ...manifest, poster: undefined, renditions: [rendition] }].map((each) =>
    encodeManifest(each),
  );
  const contents = good.map((bytes) => contentFor(bytes));
  const splice = fc.record({ at: fc.nat(400), cut: fc.nat(12), token: fc.constantFrom(...TOKENS) });
  const inHeader = fc
    .array(splice, { minLength: 1, maxLength: 2 })
    .map(
      (splices) => (bytes: Uint8Array) =>
        withHeader(bytes, (json) =>
          splices.reduce(
            (text, { at, cut, token }) => text.slice(0, at) + token + text.slice(at + cut),
            json,
          ),
        ),
    );
  const edit = fc.record({ at: fc.nat(1_000), value: fc.nat(255) });
  const anywhere = fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) => (bytes: Uint8Array) => {
    const changed = Uint8Array.from(bytes);
    for (const { at, value } of edits) changed[at % changed.length] = value;
    return changed;
  });
  const cut = fc.nat(1_000).map((at) => (bytes: Uint8Array) => bytes.slice(0, at % bytes.length));
  const random = fc.uint8Array({ maxLength: 60 }).map((tail) => () => {
    const bytes = Buffer.concat([good[0]!.subarray(0, 4), Buffer.alloc(8), tail]);
    bytes.writeUInt32BE(tail.length >> 1, 4);
    bytes.writeUInt32BE(tail.length - (tail.length >> 1), 8);
    return Uint8Array.from(bytes);
  });
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(inHeader, anywhere, cut, random), fc.nat(1), (change, which) => {
      const bytes = change(good[which]!);
      try {
        const { renditions } = decodeManifest(contents[which]!, bytes);
        const fragments = renditions.reduce((sum, { fragments }) => sum + fragments.length, 0);
        assert.ok(2 * fragments < bytes.length);
        read += 1;
      } catch (error) {
        assert.ok(error instanceof TributaryError, String(error));
        assert.match(error.message, /^The manifest of 0xaaaa/);
      }
    }),
    { numRuns: 100_000 },
  );
  // a word, a codec or a picture: what the tree's proof guards
  assert.ok(read > 100, String(read));
});

test("a count that is a lie costs no more than the bytes that come with it", () => {
  const bytes = encodeManifest(manifest);
  for (const [field, lie] of [
    ['"fragmentCount":3', '"fragmentCount":9007199254740991'],
    ['"initBytes":8', '"initBytes":9007199254740991'],
    ['"byteCount":3', '"byteCount":9007199254740991'],
    ['"fragmentCount":3', '"fragmentCount":1e400'],
  ] as const) {
    const lying = withHeader(bytes, (json) => json.replace(field, lie));
    assert.notDeepEqual(lying, bytes);
    assert.throws(() => decodeManifest(contentFor(bytes), lying), /cannot be read/);
  }
  const deep = withHeader(bytes, () => "[".repeat(3_000_000));
  assert.throws(() => decodeManifest(contentFor(bytes), deep), /cannot be read/);
  const nested = withHeader(bytes, (json) =>
    json.replace('"Árvíztűrő"', `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`),
  );
  assert.throws(() => decodeManifest(contentFor(bytes), nested), /is malformed: title|cannot be read/);
});

test("four hours in four qualities take less than 400 kB", () => {
  const fragments = Array.from({ length: 7_200 }, (_, at) => ({
    byteCount: 375_000 * (1 + (at % 10)),
    duration: 180_000,
  }));
  const renditions = [0, 1, 2, 3].map(() => ({ ...rendition, fragments }));
  const bytes = encodeManifest({ ...manifest, renditions, durationSec: 14_400 });
  assert.ok(bytes.length < 150_000, `${bytes.length} bytes`);
  assert.ok(bytes.length > CHUNK_BYTES, "as many leading chunks as it takes");
});
