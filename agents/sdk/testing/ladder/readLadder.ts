// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import type { SampleRendition } from "../../content/testing/sampleRenditions.ts";

/** The clips beside this file, from the smallest: 16 s each, in fragments of 2 s. */
const CLIPS = [
  { name: "72p", width: 128, height: 72 },
  { name: "144p", width: 256, height: 144 },
  { name: "288p", width: 512, height: 288 },
];

/**
 * Reads the clips as renditions. With `bitsPerSec`, one for each, their fragments are filled up to that rate: media of any rate that costs
 * nothing to decode.
 */
export function readLadder(bitsPerSec?: readonly number[]): SampleRendition[] {
  return CLIPS.map(({ name, width, height }, at) => {
    const boxes = boxesOf(readFileSync(new URL(`${name}.mp4`, import.meta.url)));
    const of = (type: string) => boxes.filter((box) => box.type === type).map(({ bytes }) => bytes);
    const init = Buffer.concat([...of("ftyp"), ...of("moov")]);
    const codec = init.subarray(init.indexOf("avcC") + 5, init.indexOf("avcC") + 8).toString("hex");
    const data = of("mdat");
    const sizes = bitsPerSec && (bitsPerSec[at]! * 2) / 8;
    return {
      ...({
        kind: "video",
        name,
        mediaType: "video/mp4",
        width,
        height,
        frameRate: 24,
        fragmentSec: 2,
      } as const),
      codecs: `avc1.${codec},mp4a.40.2`,
      init: new Uint8Array(init),
      plaintexts: of("moof").map((moof, n) => filledUp(Buffer.concat([moof, data[n]!]), sizes)),
    };
  });
}

function boxesOf(file: Buffer): { type: string; bytes: Buffer }[] {
  const boxes: { type: string; bytes: Buffer }[] = [];
  for (let at = 0; at < file.length; at += file.readUInt32BE(at)) {
    const bytes = file.subarray(at, at + file.readUInt32BE(at));
    boxes.push({ type: bytes.toString("latin1", 4, 8), bytes });
  }
  return boxes;
}

/** With a box of nothing at the end. */
function filledUp(fragment: Buffer, size = 0): Uint8Array {
  const free = Buffer.alloc(Math.max(8, Math.round(size) - fragment.length));
  free.writeUInt32BE(free.length);
  free.write("free", 4);
  return new Uint8Array(Buffer.concat([fragment, free]));
}
