// SPDX-License-Identifier: GPL-3.0-or-later
import type { FileHandle } from "node:fs/promises";

type Box = { type: string; bodyStart: number; end: number };

/** Boxes looked at before we give up: a real file has a handful at each level. */
const MOST_BOXES = 1_000;

/**
 * The duration of an MP4 or MOV file in seconds, from its `moov/mvhd` box; undefined for any other file, and where
 * the box does not say. Reads a few bytes only, and never outside the file, whatever the file claims.
 */
export async function mediaDurationSec(file: FileHandle, fileBytes: number): Promise<number | undefined> {
  const moov = await findBox(file, "moov", 0, fileBytes);
  const mvhd = moov && (await findBox(file, "mvhd", moov.bodyStart, moov.end));
  if (!mvhd) return undefined;
  const body = await readAt(file, mvhd.bodyStart, Math.min(32, mvhd.end - mvhd.bodyStart));
  const long = body[0] === 1;
  if (body.length < (long ? 32 : 20)) return undefined;
  // version, flags; creation and modification time; then timescale and duration, of which all ones is "unknown"
  const timescale = body.readUInt32BE(long ? 20 : 12);
  const duration = long ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16);
  const unknown = duration === 0 || duration === (long ? 2 ** 64 : 0xff_ff_ff_ff);
  return timescale === 0 || unknown ? undefined : duration / timescale;
}

async function findBox(file: FileHandle, type: string, from: number, end: number): Promise<Box | undefined> {
  let position = from;
  for (let looked = 0; looked < MOST_BOXES; looked++) {
    const box = await readBox(file, position, end);
    if (!box || box.type === type) return box;
    position = box.end;
  }
  return undefined;
}

/** The box at `position`; undefined when it does not lie within `end`. */
async function readBox(file: FileHandle, position: number, end: number): Promise<Box | undefined> {
  if (end - position < 8) return undefined;
  const header = await readAt(file, position, Math.min(16, end - position));
  if (header.length < 8) return undefined;
  const type = header.toString("latin1", 4, 8);
  const shortSize = header.readUInt32BE(0);
  // 1: the real size follows, in 8 bytes; 0: up to the end
  if (shortSize === 1 && header.length < 16) return undefined;
  const size =
    shortSize === 1 ? Number(header.readBigUInt64BE(8)) : shortSize === 0 ? end - position : shortSize;
  const headerBytes = shortSize === 1 ? 16 : 8;
  if (size < headerBytes || position + size > end) return undefined;
  return { type, bodyStart: position + headerBytes, end: position + size };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
