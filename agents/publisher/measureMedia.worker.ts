// SPDX-License-Identifier: GPL-3.0-or-later
import { read } from "node:fs";
import { promisify } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import {
  ALL_FORMATS,
  CustomSource,
  EncodedPacketSink,
  HLS,
  Input,
  type InputTrack,
  Logging,
  LogLevel,
  MP3,
} from "mediabunny";
import { type Measure, type MeasureRequest, TOLERANCE_SEC, UNKNOWN_TYPE } from "./measureMedia.ts";

/** Not HLS: a playlist names other files, which are not published with it. */
const FORMATS = ALL_FORMATS.filter((format) => format !== HLS);
/** The most that is read at once; the table of contents of a film of hours takes a few MB. */
const MOST_READ_BYTES = 256 * 2 ** 20;
/** The longest duration that a manifest can state. */
const MOST_SECONDS = 0xff_ff_ff_ff;

const { fd, byteCount } = workerData as MeasureRequest;
Logging.level = LogLevel.Silent;
const source = new CustomSource({ getSize: () => byteCount, read: readRange, prefetchProfile: "network" });
parentPort?.postMessage(await measure(new Input({ formats: FORMATS, source })));

async function measure(input: Input): Promise<Measure> {
  let mediaType = UNKNOWN_TYPE;
  try {
    const format = await input.getFormat().catch(() => undefined);
    if (!format) return { mediaType, unmeasured: "is in no media format that is known here" };
    mediaType = withoutCodecs(format.mimeType);
    mediaType = withoutCodecs(await input.getMimeType());
    const spans = await Promise.all((await input.getTracks()).map(spanOf));
    const endSec = Math.max(...spans.map(({ end }) => end));
    const durationSec = endSec - Math.max(0, Math.min(...spans.map(({ start }) => start)));
    if (!(durationSec > 0)) throw new Error("there is nothing to play");
    if (durationSec > MOST_SECONDS) return { mediaType, unmeasured: `states a duration of ${durationSec} s` };
    // an MP3 without a table states none, and is guessed from its size
    const statedSec = format === MP3 ? endSec : ((await input.getDurationFromMetadata()) ?? endSec);
    if (statedSec > endSec + TOLERANCE_SEC)
      return { mediaType, unmeasured: `states a duration of ${statedSec} s, and ends after ${endSec} s` };
    return { mediaType, durationSec: Math.round(durationSec * 1_000) / 1_000 };
  } catch {
    return { mediaType, unmeasured: "is damaged or incomplete" };
  }
}

/** When the track's first packet begins and its last one ends, in seconds. Throws when either is not in the file. */
async function spanOf(track: InputTrack): Promise<{ start: number; end: number }> {
  const packets = new EncodedPacketSink(track);
  const first = await packets.getFirstPacket();
  const last = await packets.getPacket(Number.POSITIVE_INFINITY);
  if (!first || !last) throw new Error("a packet is missing");
  return { start: first.timestamp, end: last.timestamp + last.duration };
}

async function readRange(start: number, end: number): Promise<Uint8Array> {
  if (end - start > MOST_READ_BYTES) throw new RangeError(`${end - start} bytes are too many at once`);
  const bytes = new Uint8Array(end - start);
  const { bytesRead } = await promisify(read)(fd, bytes, 0, bytes.length, start);
  if (bytesRead < bytes.length) throw new Error("the file has become shorter");
  return bytes;
}

/** The manifest takes lower case without parameters. */
function withoutCodecs(mimeType: string): string {
  return mimeType.replace(/;.*/, "").toLowerCase();
}
