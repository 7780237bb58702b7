// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { open, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, type TestContext, test } from "vitest";
import { scratchDir } from "../kernel/testing/scratch.ts";
import type { Measure } from "../sdk/publishing/fileMedia.ts";
import { measureMedia } from "./measureMedia.ts";
import { wav } from "./testing/wav.ts";

const clip = (name: string) => readFileSync(fileURLToPath(new URL(`testing/clips/${name}`, import.meta.url)));

async function measure(t: TestContext, bytes: Buffer, limits?: Parameters<typeof measureMedia>[2]) {
  const path = join(scratchDir(t), "file");
  await writeFile(path, bytes);
  return measureFile(path, bytes.length, limits);
}

async function measureFile(path: string, byteCount: number, limits?: Parameters<typeof measureMedia>[2]) {
  const file = await open(path);
  try {
    return await measureMedia(file, byteCount, limits);
  } finally {
    await file.close();
  }
}

/** The bytes of `name` with others written over them, `at` bytes after the last `mark`. */
function forged(name: string, mark: string | Buffer, at: number, ...words: number[]): Buffer {
  const bytes = clip(name);
  const start = bytes.lastIndexOf(mark);
  assert.ok(start > 0);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, start + at + 4 * index);
  return bytes;
}

describe.concurrent("a file is what its packets are, and plays as long as they last", () => {
  for (const [name, mediaType, durationSec] of [
    ["whole.webm", "video/webm", 30],
    ["streamed.webm", "video/webm", 30],
    ["late.webm", "video/webm", 30],
    ["whole.mp4", "video/mp4", 30],
    ["fragmented.mp4", "video/mp4", 30],
    ["late.mpegts", "video/mp2t", 4],
    ["whole.m4a", "audio/mp4", 3],
    ["whole.ogg", "audio/ogg", 3],
    // an encoder's silence before and after is played too
    ["whole.mp3", "audio/mpeg", 3.168],
    ["headless.mp3", "audio/mpeg", 3.168],
  ] as const) {
    test(name, async (t) => assert.deepEqual(await measure(t, clip(name)), { mediaType, durationSec }));
  }

  test("a WAV of 60 s", async (t) => {
    const minute = { mediaType: "audio/wav", durationSec: 60 };
    const bytes = wav(44 + 60 * 16_000, 16_000);
    assert.deepEqual(await measure(t, bytes), minute);
    // a program that writes to a pipe does not know the size yet
    bytes.writeUInt32LE(0xff_ff_ff_ff, 4);
    bytes.writeUInt32LE(0xff_ff_ff_ff, 40);
    assert.deepEqual(await measure(t, bytes), minute);
    // what has not arrived is not sold
    assert.deepEqual(await measure(t, bytes.subarray(0, 44 + 4 * 16_000)), { ...minute, durationSec: 4 });
  });
});

describe.concurrent("a file that does not tell is not guessed", () => {
  const unmeasured = async (t: TestContext, bytes: Buffer, why: RegExp) => {
    const measured = await measure(t, bytes);
    assert.ok("unmeasured" in measured, JSON.stringify(measured));
    assert.match(measured.unmeasured, why);
    return measured.mediaType;
  };

  for (const [name, bytes] of [
    ["one byte", Buffer.from("x")],
    ["a text", Buffer.from("just a text\n".repeat(100))],
    ["a PDF", Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n")],
    ["a zip", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(1_000)])],
    ["a playlist of other files", Buffer.from("#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/1.ts\n")],
    ["zeros", Buffer.alloc(100_000)],
  ] as const) {
    test(name, async (t) =>
      assert.equal(await unmeasured(t, bytes, /^is in no media format/), "application/octet-stream"),
    );
  }

  for (const name of ["whole.mp4", "fragmented.mp4", "whole.m4a", "whole.ogg"]) {
    test(`half of ${name}`, async (t) => {
      const bytes = clip(name);
      await unmeasured(t, bytes.subarray(0, bytes.length / 2), /^is damaged or incomplete$/);
    });
  }

  test("half of a file whose header knows better", async (t) => {
    const bytes = clip("whole.webm");
    const half = bytes.subarray(0, bytes.length / 2);
    assert.equal(await unmeasured(t, half, /^states a duration of 30 s, and ends after \d s$/), "video/webm");
  });
});

describe.concurrent("a hostile file costs a bounded time and memory", () => {
  const DURATION = Buffer.from("448988", "hex");
  const tooMuch = {
    mediaType: "application/octet-stream",
    unmeasured: "is damaged, or too large to be measured",
  };

  test("a header that states 2^60 s", async (t) => {
    const measured = await measure(t, forged("whole.webm", DURATION, 3, 0x43b0_0000, 0));
    assert.deepEqual(measured, {
      mediaType: "video/webm",
      unmeasured: `states a duration of ${2 ** 60 / 1_000} s, and ends after 30 s`,
    });
  });

  test("packets that last 2^32 times as long as a manifest can state", async (t) => {
    // one tick a second: 30 packets of 2^32 ticks
    const bytes = forged("whole.mp4", "stts", 16, 0xff_ff_ff_ff);
    bytes.writeUInt32BE(1, bytes.indexOf("mdhd") + 16);
    const measured = await measure(t, bytes);
    assert.ok("unmeasured" in measured, JSON.stringify(measured));
    assert.match(measured.unmeasured, /^states a duration of \d+ s$/);
  });

  test("more packets than fit into memory", async (t) => {
    const bytes = forged("fragmented.mp4", "trun", 4, 1, 0x7f_ff_ff_ff);
    assert.deepEqual(await measure(t, bytes, { heapMb: 64, patienceMs: 600_000 }), tooMuch);
  });

  test("packets that never end", async (t) => {
    // found by damaging files at random
    const bytes = clip("late.webm");
    bytes[1_852] = 0;
    assert.deepEqual(await measure(t, bytes, { heapMb: 512, patienceMs: 3_000 }), tooMuch);
  });

  test("a table of contents of 3 GB in a file of 4 TB", async (t) => {
    const path = join(scratchDir(t), "huge");
    const head = Buffer.alloc(36);
    head.writeUInt32BE(28, 0);
    head.write("ftypisom", 4, "latin1");
    head.writeUInt32BE(3_000_000_000, 28);
    head.write("moov", 32, "latin1");
    await writeFile(path, head);
    await truncate(path, 4e12);
    const measured = await measureFile(path, 4e12);
    assert.deepEqual(measured, { mediaType: "video/mp4", unmeasured: "is damaged or incomplete" });
  });

  test("no bytes, however damaged, break it", async (t) => {
    const names = ["whole.webm", "whole.mp4", "fragmented.mp4", "whole.mp3", "whole.ogg", "late.mpegts"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.nat(255),
        fc.nat(),
        async (name, at, value, length) => {
          const bytes = clip(name);
          bytes[at % bytes.length] = value;
          const measured: Measure = await measure(t, bytes.subarray(0, 1 + (length % bytes.length)), {
            heapMb: 64,
            patienceMs: 3_000,
          });
          assert.ok("unmeasured" in measured ? measured.unmeasured : measured.durationSec > 0);
        },
      ),
      { numRuns: 40 },
    );
  });
});
