// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { holdsIfRange, matchesEtag, parseByteRange } from "./conditions.ts";

test("one range is read, any other request for one is refused, other units are ignored", () => {
  const whole = "whole" as const;
  const none = "unsatisfiable" as const;
  for (const [header, expected] of [
    [undefined, whole],
    ["", whole],
    ["items=0-1", whole],
    ["bytes", whole],
    ["bytes=0-", { start: 0, end: 100 }],
    ["bytes=0-0", { start: 0, end: 1 }],
    ["bytes=99-99", { start: 99, end: 100 }],
    ["bytes=10-19", { start: 10, end: 20 }],
    ["BYTES = 10 - 19 ", { start: 10, end: 20 }],
    ["bytes=10-100", { start: 10, end: 100 }],
    [`bytes=10-${"9".repeat(400)}`, { start: 10, end: 100 }],
    ["bytes=-1", { start: 99, end: 100 }],
    ["bytes=-100", { start: 0, end: 100 }],
    ["bytes=-101", { start: 0, end: 100 }],
    [`bytes=-${"9".repeat(400)}`, { start: 0, end: 100 }],
    ["bytes=000000010-0000019", { start: 10, end: 20 }],
    ["bytes=100-", none],
    ["bytes=100-200", none],
    [`bytes=${"9".repeat(400)}-`, none],
    ["bytes=9007199254740993-", none],
    ["bytes=-0", none],
    ["bytes=-", none],
    ["bytes=", none],
    ["bytes=20-10", none],
    ["bytes=0-1,3-4", none],
    [`bytes=${"0-,".repeat(500)}0-`, none],
    ["bytes=0-1,", none],
    ["bytes=0-1-2", none],
    ["bytes=--1", none],
    ["bytes=+1-2", none],
    ["bytes=0x1-2", none],
    ["bytes=1.5-2", none],
    ["bytes=1e1-20", none],
    ["bytes=٣-٤", none],
    ["bytes=0-1\n", none],
  ] as const)
    assert.deepEqual(parseByteRange(header, 100), expected, JSON.stringify(header));
});

/** The same by the letter of RFC 9110, section 14.1.2, with whole numbers of any size. */
function slowRange(first: bigint | undefined, last: bigint | undefined, length: bigint) {
  if (first === undefined && last === undefined) return "unsatisfiable";
  if (first === undefined) {
    if (last === 0n) return "unsatisfiable";
    const start = last! > length ? 0n : length - last!;
    return { start: Number(start), end: Number(length) };
  }
  if (first >= length || (last !== undefined && last < first)) return "unsatisfiable";
  const end = last === undefined || last >= length ? length : last + 1n;
  return { start: Number(first), end: Number(end) };
}

test("100,000 ranges of any size are read as RFC 9110 says, and lie within the work", () => {
  const position = fc.option(
    fc.oneof(fc.bigInt(0n, 9n), fc.bigInt(0n, 10n ** 17n), fc.bigInt(0n, 10n ** 40n)),
    { nil: undefined },
  );
  const length = fc.oneof(fc.bigInt(1n, 8n), fc.bigInt(1n, 4_000_000_000n), fc.constant(2n ** 53n - 1n));
  fc.assert(
    fc.property(position, position, length, (first, last, size) => {
      const read = parseByteRange(`bytes=${first ?? ""}-${last ?? ""}`, Number(size));
      assert.deepEqual(read, slowRange(first, last, size));
      if (typeof read === "string") return;
      assert.ok(read.start >= 0 && read.start < read.end && read.end <= Number(size));
    }),
    { numRuns: 100_000 },
  );
});

test("100,000 headers that nobody would send are read without a throw, and never beyond the work", () => {
  const piece = fc.constantFrom(
    "bytes",
    "=",
    "-",
    ",",
    " ",
    "\t",
    "0",
    "9",
    "1",
    "00",
    "x",
    '"',
    "*",
    "W/",
    "\n",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(20), (pieces, length) => {
      const header = pieces.join("");
      const read = parseByteRange(header, length + 1);
      if (typeof read === "string") assert.ok(["whole", "unsatisfiable"].includes(read));
      else assert.ok(read.start >= 0 && read.start < read.end && read.end <= length + 1, header);
      assert.equal(matchesEtag(header, '"root"'), header.trim() === "*");
      assert.equal(holdsIfRange(header, '"root"'), false);
    }),
    { numRuns: 100_000 },
  );
});

test("an ETag is known by a list, weakly, or by a star; a range holds for the very same one alone", () => {
  for (const known of ['"root"', 'W/"root"', '"a", "root"', '"a",W/"root"', "*", " * "])
    assert.ok(matchesEtag(known, '"root"'), known);
  for (const other of [undefined, "", "root", '"roo"', '"root/1"', '"a", "b"', '"'])
    assert.ok(!matchesEtag(other, '"root"'), other);
  assert.ok(holdsIfRange(undefined, '"root"') && holdsIfRange('"root"', '"root"'));
  for (const other of ["", 'W/"root"', '"other"', "Fri, 27 Nov 2026 15:00:00 GMT", "*", '"root", "root"'])
    assert.ok(!holdsIfRange(other, '"root"'), other);
});
