// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";

const HEADER_BYTES = 44;

/** A WAV of `byteCount` bytes in all, its sound random: it plays `byteCount - 44` bytes at `bytesPerSecond`. */
export function wav(byteCount: number, bytesPerSecond = 250_000): Buffer {
  const sound = randomBytes(byteCount - HEADER_BYTES);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("RIFF", 0, "latin1");
  header.writeUInt32LE(byteCount - 8, 4);
  header.write("WAVEfmt ", 8, "latin1");
  header.writeUInt32LE(16, 16);
  // PCM, one channel of 16 bits
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(bytesPerSecond / 2, 24);
  header.writeUInt32LE(bytesPerSecond, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(sound.length, 40);
  return Buffer.concat([header, sound]);
}
