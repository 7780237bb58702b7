// SPDX-License-Identifier: GPL-3.0-or-later
import { boxAt, boxesAt, viewOf } from "../../sdk/content/boxes.ts";

/** A track, as an init segment's `moov` states it. */
export type Track = { id: number; handler: string; timescale: number; defaultDuration: number };

/** A track's part of a fragment. */
export type TrackRun = {
  trackId: number;
  /** When the first sample is decoded, in the track's timescale. */
  decodeTime: number;
  sampleCount: number;
  /** The sum of all samples' durations. */
  duration: number;
  startsWithKeyFrame: boolean;
};

/** ISO/IEC 14496-12: `sample_is_non_sync_sample`. */
const NON_SYNC = 0x01_00_00;

/** The tracks in the body of a `moov`. */
export function tracksOf(moov: Uint8Array): Track[] {
  const defaults = new Map(
    boxesAt(moov, ["mvex", "trex"]).map(({ body }) => [
      viewOf(body).getUint32(4),
      viewOf(body).getUint32(12),
    ]),
  );
  return boxesAt(moov, ["trak"]).map(({ body }) => {
    const header = boxAt(body, ["tkhd"]).body;
    const id = viewOf(header).getUint32(header[0] === 1 ? 20 : 12);
    const media = boxAt(body, ["mdia", "mdhd"]).body;
    const handler = boxAt(body, ["mdia", "hdlr"]).body.subarray(8, 12);
    return {
      id,
      handler: String.fromCharCode(...handler),
      timescale: viewOf(media).getUint32(media[0] === 1 ? 20 : 12),
      defaultDuration: defaults.get(id) ?? 0,
    };
  });
}

/** What the body of a `moof` states about each track; a track without samples has no run. */
export function runsOf(moof: Uint8Array, tracks: readonly Track[]): TrackRun[] {
  return boxesAt(moof, ["traf"]).map(({ body }) => runOf(body, tracks));
}

function runOf(traf: Uint8Array, tracks: readonly Track[]): TrackRun {
  const header = readHeader(boxAt(traf, ["tfhd"]).body);
  const time = boxAt(traf, ["tfdt"]).body;
  const run = readRun(boxAt(traf, ["trun"]).body);
  const each = header.duration ?? tracks.find(({ id }) => id === header.trackId)?.defaultDuration ?? 0;
  const flags = run.firstFlags ?? header.flags ?? 0;
  return {
    trackId: header.trackId,
    decodeTime: time[0] === 1 ? Number(viewOf(time).getBigUint64(4)) : viewOf(time).getUint32(4),
    sampleCount: run.count,
    duration: run.duration ?? run.count * each,
    startsWithKeyFrame: (flags & NON_SYNC) === 0,
  };
}

/** Reads the optional fields of a `tfhd` in the order of the standard. */
function readHeader(body: Uint8Array) {
  const view = viewOf(body);
  const flags = view.getUint32(0) & 0xff_ff_ff;
  let at = 8;
  const next = (flag: number, size: number) => {
    if ((flags & flag) === 0) return undefined;
    at += size;
    return view.getUint32(at - size);
  };
  next(0x01, 8);
  next(0x02, 4);
  const duration = next(0x08, 4);
  next(0x10, 4);
  return { trackId: view.getUint32(4), duration, flags: next(0x20, 4) };
}

function readRun(body: Uint8Array) {
  const view = viewOf(body);
  const flags = view.getUint32(0) & 0xff_ff_ff;
  const count = view.getUint32(4);
  const words = (mask: number[]) => mask.filter((flag) => flags & flag).length;
  const start = 8 + 4 * words([0x01, 0x04]);
  const perSample = 4 * words([0x1_00, 0x2_00, 0x4_00, 0x8_00]);
  if (body.length !== start + count * perSample)
    throw new Error("a trun box has another size than it states");
  const hasDurations = (flags & 0x1_00) !== 0;
  const wordOf = (sample: number, word: number) => view.getUint32(start + sample * perSample + 4 * word);
  let duration = 0;
  for (let sample = 0; hasDurations && sample < count; sample++) duration += wordOf(sample, 0);
  const ownFlags = flags & 0x4_00 && count > 0 ? wordOf(0, words([0x1_00, 0x2_00])) : undefined;
  return {
    count,
    duration: hasDurations ? duration : undefined,
    firstFlags: flags & 0x04 ? view.getUint32(start - 4) : ownFlags,
  };
}
