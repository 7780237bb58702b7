// SPDX-License-Identifier: GPL-3.0-or-later
import type { Media } from "../../publisher/media.ts";
import { evenParts } from "../../sdk/content/layout.ts";
import { overheadOf } from "../../sdk/encryption/fragment.ts";

/** A small file's media again, in fragments and key periods of a second each: a clip of seconds has several keys then. */
export function bySeconds(media: Media): Media {
  const { manifest } = media;
  const rendition = manifest.renditions[0]!;
  const overhead = overheadOf(manifest);
  const stored = rendition.fragments.reduce((sum, { byteCount }) => sum + byteCount - overhead, 0);
  const sizes = evenParts(stored, manifest.durationSec);
  const fragments = sizes.map((size) => ({ byteCount: size + overhead, duration: rendition.timescale }));
  let whole: Promise<Buffer> | undefined;
  const readWhole = async () => {
    const parts = rendition.fragments.map((_, fragment) => media.readFragment({ rendition: 0, fragment }));
    return Buffer.concat(await Promise.all(parts));
  };
  return {
    ...media,
    manifest: { ...manifest, keyPeriodSec: 1, renditions: [{ ...rendition, fragments }] },
    async readFragment({ fragment }) {
      whole ??= readWhole();
      const start = sizes.slice(0, fragment).reduce((sum, size) => sum + size, 0);
      return (await whole).subarray(start, start + sizes[fragment]!);
    },
  };
}
