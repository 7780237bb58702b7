// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, test } from "vitest";
import { mediaDurationSec } from "./mediaDuration.ts";

const directory = mkdtempSync(join(tmpdir(), "duration-"));
afterAll(() => rmSync(directory, { recursive: true }));

function box(type: string, ...body: Buffer[]): Buffer {
  const content = Buffer.concat(body);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, content]);
}

function longBox(type: string, body: Buffer, size = 16n + BigInt(body.length)): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1);
  header.write(type, 4, "latin1");
  header.writeBigUInt64BE(size, 8);
  return Buffer.concat([header, body]);
}

function mvhd(timescale: number, duration: number | bigint): Buffer {
  const body = Buffer.alloc(typeof duration === "bigint" ? 112 : 100);
  if (typeof duration === "bigint") {
    body[0] = 1;
    body.writeUInt32BE(timescale, 20);
    body.writeBigUInt64BE(duration, 24);
  } else {
    body.writeUInt32BE(timescale, 12);
    body.writeUInt32BE(duration, 16);
  }
  return box("mvhd", body);
}

async function durationOf(bytes: Buffer): Promise<number | undefined> {
  const path = join(directory, "file");
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    return await mediaDurationSec(file, bytes.length);
  } finally {
    await file.close();
  }
}

const ftyp = box("ftyp", Buffer.from("isom"));

test("the duration is found wherever a real file has it", async () => {
  const mdat = box("mdat", Buffer.alloc(5_000));
  assert.equal(await durationOf(Buffer.concat([ftyp, mdat, box("moov", mvhd(1_000, 4_200))])), 4.2);
  assert.equal(await durationOf(Buffer.concat([ftyp, box("moov", mvhd(600, 1_200n)), mdat])), 2);
  assert.equal(
    await durationOf(
      Buffer.concat([ftyp, longBox("mdat", Buffer.alloc(99)), box("moov", box("free"), mvhd(1, 7))]),
    ),
    7,
  );
  const toTheEnd = box("moov", mvhd(10, 25));
  toTheEnd.writeUInt32BE(0);
  assert.equal(await durationOf(Buffer.concat([ftyp, toTheEnd])), 2.5);
});

test("a file that does not say has no duration", async () => {
  const files = [
    Buffer.from("x"),
    Buffer.from("just a text, with no boxes in it"),
    ftyp,
    Buffer.concat([ftyp, box("moov")]),
    box("moov", mvhd(0, 100)),
    box("moov", mvhd(1_000, 0)),
    box("moov", mvhd(1_000, 0xffffffff)),
    box("moov", mvhd(1_000, 0xffffffffffffffffn)),
    box("moov", box("mvhd", Buffer.alloc(10))),
    box("moov", box("mvhd", Buffer.from([1]), Buffer.alloc(25))),
  ];
  for (const file of files) assert.equal(await durationOf(file), undefined);
});

test("a box that claims to reach outside its file or parent is not followed", async () => {
  const moov = box("moov", mvhd(1, 7));
  moov.writeUInt32BE(moov.length + 1);
  assert.equal(await durationOf(moov), undefined);
  const child = box("moov", mvhd(1, 7));
  child.writeUInt32BE(child.readUInt32BE(8) + 1, 8);
  assert.equal(await durationOf(Buffer.concat([child, Buffer.alloc(10)])), undefined);
  for (const size of [0n, 15n, 2n ** 63n, 2n ** 64n - 1n]) {
    assert.equal(
      await durationOf(Buffer.concat([longBox("free", Buffer.alloc(4), size), box("moov", mvhd(1, 7))])),
      undefined,
    );
  }
});

test("a file of endless tiny boxes is given up", async () => {
  const boxes = Buffer.concat(Array.from({ length: 2_000 }, () => box("free")));
  assert.equal(await durationOf(Buffer.concat([boxes, box("moov", mvhd(1, 7))])), undefined);
});

test("no bytes, however damaged, break it", async () => {
  const file = Buffer.concat([ftyp, box("moov", mvhd(1_000, 4_200))]);
  await fc.assert(
    fc.asyncProperty(fc.nat(file.length - 1), fc.nat(255), fc.nat(file.length), async (at, value, length) => {
      const damaged = Buffer.from(file.subarray(0, length));
      if (at < length) damaged[at] = value;
      const duration = await durationOf(damaged);
      assert.ok(duration === undefined || duration > 0);
    }),
    { numRuns: 300 },
  );
});
