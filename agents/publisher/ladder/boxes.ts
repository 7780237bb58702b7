// SPDX-License-Identifier: GPL-3.0-or-later
// What ffmpeg writes, box by box.
import { type Box, boxOf, HEAD_BYTES, sizeOf } from "../../sdk/content/boxes.ts";

/** Splits a stream into its top-level boxes. Throws when the stream ends within a box. */
export async function* boxesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Box> {
  let parts: Uint8Array[] = [];
  let have = 0;
  let need = HEAD_BYTES;
  for await (const part of stream) {
    parts.push(part);
    have += part.length;
    while (have >= need) {
      const bytes = Buffer.concat(parts);
      const size = sizeOf(bytes);
      if (size > have) {
        parts = [bytes];
        need = size;
        break;
      }
      yield boxOf(bytes.subarray(0, size));
      parts = [bytes.subarray(size)];
      have -= size;
      need = HEAD_BYTES;
    }
  }
  if (have > 0) throw new Error(`the MP4 ends ${need - have} bytes before the end of its last box`);
}
