// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import { CID_BYTES, decodeCid, formatCid } from "../sdk/content/cid.ts";
import { sampleRenditions } from "../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../sdk/content/testing/sampleWork.ts";
import { readVarint } from "../sdk/content/varint.ts";
import { ipfsFilesOf } from "../sdk/publishing/ipfsFiles.ts";
import { writeCars } from "./writeCars.ts";

/** The sections of a CAR. */
function sectionsOf(car: Buffer): Buffer[] {
  const sections: Buffer[] = [];
  for (let at = 0; at < car.length; ) {
    const { value, end } = readVarint(car, at)!;
    sections.push(car.subarray(end, end + value));
    at = end + value;
  }
  return sections;
}

test("a CAR of each rendition holds its stored fragments in a row, under the root that is told; a name leads nowhere", async () => {
  const samples = [
    { name: "480p", plaintexts: [sampleBytes(65_600, 1), sampleBytes(300, 2)] },
    { name: "../../etc/Ünïcode & more", plaintexts: [sampleBytes(20, 3)] },
  ];
  const { manifest, layout, tree, chunks, stored } = await sampleRenditions(samples, {
    workKey: sampleBytes(32, 9),
  });
  const files = await ipfsFilesOf(manifest, layout, tree.leaves);
  const directory = join(mkdtempSync(join(tmpdir(), "tributary-cars-")), "cars");
  await writeCars(directory, files, async (index) => chunks[index]!);
  const names = readdirSync(directory).sort();
  assert.deepEqual(names, ["0-480p.car", "1--etc-n-code-more.car"]);
  for (const [number, name] of names.entries()) {
    const [header, ...blocks] = sectionsOf(readFileSync(join(directory, name)));
    const read = blocks.map((block) => ({
      cid: decodeCid(Uint8Array.from(block.subarray(0, CID_BYTES)))!,
      bytes: block.subarray(CID_BYTES),
    }));
    assert.equal(formatCid(read[0]!.cid), files[number]!.cid);
    assert.ok(header!.includes(blocks[0]!.subarray(0, CID_BYTES)));
    const raw = read.filter(({ cid }) => cid.codec === "raw").map(({ bytes }) => bytes);
    assert.ok(Buffer.concat(raw).equals(Buffer.concat(stored[number]!)));
    assert.equal(files[number]!.byteCount, Buffer.concat(raw).length);
  }
  // a file of one chunk is that chunk
  assert.equal(files[1]!.cid, formatCid({ codec: "raw", hash: tree.leaves.at(-1)!.chunkHash }));
});
