// SPDX-License-Identifier: MIT
import {
  ALL_FORMATS,
  BlobSource,
  EncodedPacketSink,
  HLS,
  Input,
  type InputTrack,
  MP3,
  type Source,
} from "mediabunny";
import { LIMITS } from "../content/manifestFields.ts";
import { type Measure, TOLERANCE_SEC, UNKNOWN_TYPE } from "./fileMedia.ts";

/** Not HLS: a playlist names other files, which are not published with it. */
const FORMATS = ALL_FORMATS.filter((format) => format !== HLS);

/**
 * Measures a media file by its packets, from the first to the last, whatever its header states. Never rejects for what the bytes say; a
 * damaged file of 2 kB can keep a thread busy for ever.
 */
export async function measure(source: Source): Promise<Measure> {
  const input = new Input({ formats: FORMATS, source });
  let mediaType = UNKNOWN_TYPE;
  try {
    const format = await input.getFormat().catch(() => undefined);
    if (!format) return { mediaType, unmeasured: "is in no media format that is known here" };
    mediaType = withoutCodecs(format.mimeType);
    mediaType = withoutCodecs(await input.getMimeType());
    const spans = await Promise.all((await input.getTracks()).map(spanOf));
    const endSec = Math.max(...spans.map((span) => span?.end ?? Number.NaN));
    const durationSec = endSec - Math.max(0, Math.min(...spans.map((span) => span?.start ?? Number.NaN)));
    // a packet is missing, or there is nothing to play
    if (!(durationSec > 0)) return { mediaType, unmeasured: "is damaged or incomplete" };
    if (durationSec > LIMITS.durationSec)
      return { mediaType, unmeasured: `states a duration of ${durationSec} s` };
    // an MP3 without a table states none, and is guessed from its size
    const statedSec = format === MP3 ? endSec : ((await input.getDurationFromMetadata()) ?? endSec);
    if (statedSec > endSec + TOLERANCE_SEC)
      return { mediaType, unmeasured: `states a duration of ${statedSec} s, and ends after ${endSec} s` };
    return { mediaType, durationSec: Math.round(durationSec * 1_000) / 1_000 };
  } catch {
    return { mediaType, unmeasured: "is damaged or incomplete" };
  }
}

/** Measures a page's file. */
export const measureBlob = (blob: ConstructorParameters<typeof BlobSource>[0]): Promise<Measure> =>
  measure(new BlobSource(blob));

/** When the track's first packet begins and its last one ends, in seconds; undefined when either is not in the file. */
async function spanOf(track: InputTrack): Promise<{ start: number; end: number } | undefined> {
  const packets = new EncodedPacketSink(track);
  const first = await packets.getFirstPacket();
  const last = await packets.getPacket(Number.POSITIVE_INFINITY);
  return first && last ? { start: first.timestamp, end: last.timestamp + last.duration } : undefined;
}

/** The manifest takes lower case without parameters. */
function withoutCodecs(mimeType: string): string {
  return mimeType.replace(/;.*/, "").toLowerCase();
}
