// SPDX-License-Identifier: GPL-3.0-or-later
// The child process of measureMedia.ts: measures the file that it inherits, and ends with its parent.
import { read } from "node:fs";
import { promisify } from "node:util";
import { CustomSource, Logging, LogLevel } from "mediabunny";
import { measure } from "../sdk/publishing/measure.ts";
import { INHERITED_FD } from "./measureMedia.ts";

/** The most that is read at once; the table of contents of a film of hours takes a few MB. */
const MOST_READ_BYTES = 256 * 2 ** 20;

process.on("disconnect", () => process.exit());
// Ctrl-C reaches the whole group; the parent decides
process.on("SIGINT", () => {});

const byteCount = Number(process.argv[2]);
Logging.level = LogLevel.Silent;
const source = new CustomSource({ getSize: () => byteCount, read: readRange, prefetchProfile: "network" });
process.send?.(await measure(source));

async function readRange(start: number, end: number): Promise<Uint8Array> {
  if (end - start > MOST_READ_BYTES) throw new RangeError(`${end - start} bytes are too many at once`);
  const bytes = new Uint8Array(end - start);
  const { bytesRead } = await promisify(read)(INHERITED_FD, bytes, 0, bytes.length, start);
  if (bytesRead < bytes.length) throw new Error("the file has become shorter");
  return bytes;
}
