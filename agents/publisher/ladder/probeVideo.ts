// SPDX-License-Identifier: GPL-3.0-or-later
import { createInterface } from "node:readline";
import { z } from "zod";
import { UserError } from "../../kernel/process/errors.ts";
import type { Ffmpeg } from "./findFfmpeg.ts";
import { outputOf, ProgramFailed, runProgram } from "./runProgram.ts";

/** A number of frames a second, as a fraction. */
export type FrameRate = { frames: number; seconds: number };

export type TextTrack = { index: number; language?: string | undefined; title?: string | undefined };

/** What is in a media file. Indices are those of ffmpeg. */
export type Probe = {
  /** From the beginning to the end of the last packet of picture or sound. */
  durationSec: number;
  /** How long after the file's first packet the work begins: at its first frame, where only a little sound is before. */
  leadSec: number;
  /** Of all streams together, in bits a second. */
  bitRate: number;
  video?: VideoTrack | undefined;
  /** The stream of a picture that stands for the sound, as on a record's cover. */
  coverIndex?: number | undefined;
  audio: TextTrack[];
  /** Subtitles that are text; pictures of text are left out. */
  subtitles: TextTrack[];
};

export type VideoTrack = {
  index: number;
  /** As shown: after rotation, with square pixels. */
  width: number;
  height: number;
  /** The rate of every frame, or undefined where it varies. */
  frameRate?: FrameRate | undefined;
  /** Frames over time. */
  meanFrameRate: number;
  isHdr: boolean;
  isInterlaced: boolean;
  isRgb: boolean;
  /** How its colours are coded, as ffmpeg names it; undefined where the file does not say. */
  colorSpace?: string | undefined;
};

const TEXT_CODECS = ["mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text"];
/** Formats of single pictures, of text, and of lists of other files. */
const NO_MEDIA = /(^|,)(image2|tty|gif|hls|dash|concat|ico|\w+_pipe)(,|$)/;

/** Sound may begin before the first frame and end after the last by as much: encoders add silence, and packets are long. */
const LITTLE_SEC = 0.1;

const text = z.string().max(10_000);
const stream = z.object({
  index: z.int().min(0),
  codec_type: text.optional(),
  codec_name: text.optional(),
  width: z.int().min(1).optional(),
  height: z.int().min(1).optional(),
  sample_aspect_ratio: text.optional(),
  r_frame_rate: text.optional(),
  pix_fmt: text.optional(),
  color_space: text.optional(),
  color_transfer: text.optional(),
  field_order: text.optional(),
  disposition: z.object({ attached_pic: z.int() }).partial().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
const probed = z.object({
  format: z.object({ format_name: text, size: text.optional(), start_time: text.optional() }),
  streams: z.array(stream),
});
type Stream = z.infer<typeof stream>;
type Span = { count: number; start: number; end: number };

/**
 * Reads what is in a media file, by all its packets and not by what its header states. Without a video and without sound, the
 * file is no media: a picture, a document. Throws a UserError where ffprobe cannot read the file.
 */
export async function probeVideo(
  path: string,
  { ffprobe }: Pick<Ffmpeg, "ffprobe">,
  signal?: AbortSignal,
): Promise<Probe> {
  const input = ["-v", "error", "-protocol_whitelist", "file", "-i", `file:${path}`];
  try {
    const json = await outputOf(ffprobe, [...input, "-of", "json", "-show_format", "-show_streams"], {
      signal,
    });
    const { format, streams } = probed.parse(JSON.parse(json));
    if (NO_MEDIA.test(format.format_name))
      return { durationSec: 0, leadSec: 0, bitRate: 0, audio: [], subtitles: [] };
    const spans = await spansOf(ffprobe, input, signal);
    return describe(streams, spans, Number(format.start_time) || 0, Number(format.size) || 0);
  } catch (error) {
    if (!(error instanceof ProgramFailed || error instanceof z.ZodError)) throw error;
    const why = error instanceof ProgramFailed ? error.lastWords : "what ffprobe says is not understood";
    throw new UserError(
      `${path} cannot be read as media: ${why}.`,
      "Check that the file plays, or publish it as it is.",
      { cause: error },
    );
  }
}

/** When the packets of each stream begin and end. */
async function spansOf(ffprobe: string, input: readonly string[], signal?: AbortSignal) {
  const args = ["-of", "csv=p=0", "-show_entries", "packet=stream_index,pts_time,dts_time,duration_time"];
  return runProgram(
    ffprobe,
    [...input, ...args],
    async (stdout) => {
      const spans = new Map<number, Span>();
      for await (const line of createInterface({ input: stdout })) {
        const [index, pts, dts, duration] = line.split(",").map(Number);
        const start = Number.isFinite(pts) ? pts! : dts!;
        if (!Number.isFinite(start)) continue;
        const span = spans.get(index!) ?? { count: 0, start, end: start };
        span.count++;
        span.start = Math.min(span.start, start);
        span.end = Math.max(span.end, start + (Number.isFinite(duration) ? duration! : 0));
        spans.set(index!, span);
      }
      return spans;
    },
    { signal },
  );
}

function describe(streams: Stream[], spans: Map<number, Span>, startSec: number, byteCount: number): Probe {
  const of = (type: string) =>
    streams.filter(({ index, codec_type }) => codec_type === type && spans.has(index));
  const isCover = ({ disposition }: Stream) => disposition?.attached_pic === 1;
  const video = of("video").find((found) => !isCover(found) && found.width && found.height);
  const audio = of("audio");
  const leadSec = video ? leadOf(spans.get(video.index)!.start - startSec) : 0;
  const endOf = ({ index }: Stream) => spans.get(index)!.end - startSec - leadSec;
  const videoSec = video ? endOf(video) : 0;
  const audioSec = Math.max(0, ...audio.map(endOf));
  const durationSec = toMicroseconds(audioSec > videoSec + LITTLE_SEC ? audioSec : videoSec);
  const subtitles = streams.filter(({ codec_name }) => TEXT_CODECS.includes(codec_name ?? ""));
  return {
    durationSec,
    leadSec: toMicroseconds(leadSec),
    bitRate: durationSec > 0 ? Math.round((byteCount * 8) / durationSec) : 0,
    video: video && describeVideo(video, spans.get(video.index)!),
    // a cover may come without a packet's time
    coverIndex: streams.find(isCover)?.index,
    audio: audio.map(describeText),
    subtitles: subtitles.map(describeText),
  };
}

function describeVideo(found: Stream, { count, start, end }: Span): VideoTrack {
  const [across, down] = fractionOf(found.sample_aspect_ratio) ?? [1, 1];
  const turn = found.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0;
  const shown = [Math.max(1, Math.round((found.width! * across) / down)), found.height!] as const;
  const [width, height] = Math.abs(turn) % 180 === 90 ? [shown[1], shown[0]] : shown;
  const [frames, seconds] = fractionOf(found.r_frame_rate) ?? [25, 1];
  const mean = end > start ? count / (end - start) : frames / seconds;
  // a short file says little about a mean: one frame more or less is no other rate
  const isConstant = Math.abs((end - start) * (frames / seconds) - count) <= Math.max(1.5, count * 0.005);
  return {
    index: found.index,
    width,
    height,
    frameRate: isConstant ? { frames, seconds } : undefined,
    meanFrameRate: mean,
    isHdr: ["smpte2084", "arib-std-b67"].includes(found.color_transfer ?? ""),
    isInterlaced: ["tt", "bb", "tb", "bt"].includes(found.field_order ?? ""),
    isRgb: /rgb|bgr|gbr|pal8/.test(found.pix_fmt ?? ""),
    colorSpace: found.color_space === "unknown" ? undefined : found.color_space,
  };
}

const toMicroseconds = (seconds: number) => Math.round(seconds * 1e6) / 1e6;
const leadOf = (seconds: number) => (seconds > 0 && seconds <= LITTLE_SEC ? seconds : 0);

function describeText({ index, tags }: Stream): TextTrack {
  return { index, language: tags?.language, title: tags?.title };
}

/** The two parts of `30000/1001` or `16:15`; undefined unless both are positive. */
function fractionOf(words = ""): [number, number] | undefined {
  const [over, under] = words.split(/[:/]/).map(Number);
  return over! > 0 && under! > 0 ? [over!, under!] : undefined;
}
