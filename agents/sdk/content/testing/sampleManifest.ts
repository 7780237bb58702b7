// SPDX-License-Identifier: MIT
import { layoutOf } from "../layout.ts";
import type { Manifest, Rendition } from "../manifestFields.ts";

export const rendition: Rendition = {
  ...({ kind: "video", name: "720p", mediaType: "video/mp4", codecs: "avc1.64001f,mp4a.40.2" } as const),
  ...{ width: 1_280, height: 720, frameRate: 29.97, timescale: 90_000 },
  init: Uint8Array.of(0, 0, 0, 8, 1, 2, 3, 4),
  fragments: [
    { byteCount: 750_032, duration: 180_000 },
    { byteCount: 1, duration: 180_000 },
    { byteCount: 65_536, duration: 90_001 },
  ],
};
export const manifest: Manifest = {
  ...({ title: "Árvíztűrő", encryption: "aes-256-gcm", keyPeriodSec: 60, durationSec: 6 } as const),
  renditions: [
    rendition,
    { ...rendition, kind: "audio", name: "sound", fragments: [rendition.fragments[0]!] },
  ],
  poster: { mediaType: "image/jpeg", bytes: Uint8Array.of(9, 8, 7) },
};

/** What stands on chain for a work of this manifest. */
export function contentFor(bytes: Uint8Array, of: Manifest = manifest) {
  const fragments = of.renditions.flatMap(({ fragments }) => fragments);
  return {
    contentId: `0x${"aa".repeat(32)}`,
    generation: 0,
    leafCount: BigInt(layoutOf(of, bytes.length).chunkCount),
    byteCount: BigInt(bytes.length + fragments.reduce((sum, { byteCount }) => sum + byteCount, 0)),
    root: `0x${"bb".repeat(32)}`,
  } as const;
}

/** The header's JSON of an encoded manifest, changed by `change`. */
export function withHeader(bytes: Uint8Array, change: (json: string) => string): Uint8Array {
  const view = new DataView(bytes.buffer);
  const header = new TextDecoder().decode(bytes.subarray(12, 12 + view.getUint32(4)));
  const changed = new TextEncoder().encode(change(header));
  const whole = Buffer.concat([bytes.subarray(0, 12), changed, bytes.subarray(12 + view.getUint32(4))]);
  whole.writeUint32BE(changed.length, 4);
  return Uint8Array.from(whole);
}
