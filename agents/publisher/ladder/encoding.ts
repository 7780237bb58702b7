// SPDX-License-Identifier: GPL-3.0-or-later
// ffmpeg's arguments. The same source gives the same bytes with the same ffmpeg: threads are counted, and no time is written.
import type { Ffmpeg } from "./findFfmpeg.ts";
import { type AudioPlan, type LadderPlan, SAMPLE_RATE, type Sound, type VideoPlan } from "./policy.ts";
import type { VideoTrack } from "./probeVideo.ts";

/** x264's presets, from fast to small. */
export type Preset = "ultrafast" | "superfast" | "veryfast" | "faster" | "fast" | "medium" | "slow";

/** x264's result depends on the number of threads, so the machine's cores may not choose it. */
const THREADS = 8;
/** Constant quality below the cap: what a viewer hardly tells from the source. */
const QUALITY = 21;
const POSTER_WIDTH = 1_280;

/** Everything before the outputs. `file:` keeps a name such as `concat:…` or `-y` from being more than a name. */
export function inputArguments(path: string, beforeInput: readonly string[] = []): string[] {
  const quiet = ["-hide_banner", "-nostdin", "-loglevel", "error"];
  return [...quiet, "-protocol_whitelist", "file", ...beforeInput, "-i", `file:${path}`];
}

/** Fragments of one video rendition, with its sound, on stdout. */
export function videoArguments(path: string, plan: VideoPlan, preset: Preset, tools: Ffmpeg): string[] {
  const { width, height, frameRate, frameCount, framesPerFragment, sound } = plan;
  const filters = [
    ...(plan.source.isInterlaced ? ["yadif"] : []),
    `fps=${frameRate.frames}/${frameRate.seconds}:start_time=0`,
    // the last frame stays while there is sound
    "tpad=stop=-1:stop_mode=clone",
    `trim=end_frame=${frameCount}`,
    ...colorFilters(plan.source, `${width}:${height}`, tools),
    "format=yuv420p,setsar=1",
  ];
  return [
    ...inputArguments(path, ["-progress", "pipe:3", ...shift(plan)]),
    ...["-map", `0:${plan.source.index}`, "-filter:v", filters.join(",")],
    ...["-c:v", "libx264", "-preset", preset, "-profile:v", "high", "-threads", `${THREADS}`],
    ...["-crf", `${QUALITY}`, "-maxrate", `${plan.mostBitRate}`, "-bufsize", `${plan.bufferBits}`],
    ...["-g", `${framesPerFragment}`, "-keyint_min", `${framesPerFragment}`, "-sc_threshold", "0"],
    ...["-flags:v", "+cgop+bitexact", "-x264-params", "lookahead-threads=1"],
    ...(sound ? soundArguments(sound) : []),
    ...fragments("+frag_keyframe"),
  ];
}

/** Fragments of one packet of sound each, on stdout. */
export function audioArguments(path: string, plan: AudioPlan): string[] {
  const input = inputArguments(path, ["-progress", "pipe:3", ...shift(plan)]);
  return [...input, ...soundArguments(plan.sound), ...fragments("+frag_every_frame")];
}

/** One JPEG on stdout. */
export function posterArguments(
  path: string,
  poster: LadderPlan["poster"] & object,
  tools: Ffmpeg,
): string[] {
  const size = `'min(${POSTER_WIDTH},iw*sar)':-2`;
  const colors = poster.video ? colorFilters(poster.video, size, tools) : [`scale=${size}`];
  return [
    ...inputArguments(path, poster.atSec > 0 ? ["-ss", poster.atSec.toFixed(3)] : []),
    ...["-map", `0:${poster.index}`, "-frames:v", "1"],
    ...["-filter:v", [...colors, "format=yuvj420p,setsar=1"].join(",")],
    ...["-q:v", "3", "-map_metadata", "-1", "-flags:v", "+bitexact", "-f", "mjpeg", "pipe:1"],
  ];
}

/** A file of WebVTT for each subtitle track. */
export function subtitleArguments(
  path: string,
  plan: LadderPlan,
  outputs: readonly { index: number; path: string }[],
): string[] {
  const output = (to: (typeof outputs)[number]) => [
    "-map",
    `0:${to.index}`,
    "-f",
    "webvtt",
    `file:${to.path}`,
  ];
  return [...inputArguments(path, shift(plan)), "-y", ...outputs.flatMap(output)];
}

/** Puts the work's beginning at 0. */
const shift = ({ leadSec }: { leadSec: number }) =>
  leadSec > 0 ? ["-itsoffset", (-leadSec).toFixed(6)] : [];

function soundArguments({ index, bitRate, sampleCount }: Sound): string[] {
  const filters = [
    // gaps are filled, and sound that starts late has silence before it
    `aresample=${SAMPLE_RATE}:async=1:first_pts=0`,
    "aformat=sample_fmts=fltp:channel_layouts=stereo",
    // as long as the picture, to the sample
    "apad",
    `atrim=end_sample=${sampleCount}`,
  ];
  const codec = ["-c:a", "aac", "-b:a", `${bitRate}`, "-flags:a", "+bitexact"];
  return ["-map", `0:${index}`, "-filter:a", filters.join(","), ...codec];
}

/** An edit list takes away what B-frames and the encoder of sound put before the beginning, so both start at 0. */
function fragments(cut: string): string[] {
  const flags = `${cut}+cmaf+delay_moov+default_base_moof+skip_trailer`;
  const nameless = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"];
  return [...nameless, "-use_editlist", "1", "-movflags", flags, "-f", "mp4", "pipe:1"];
}

/** Scales; HDR becomes SDR, RGB becomes BT.709, and a picture that does not say how its colours are coded says it now. */
function colorFilters(source: VideoTrack, size: string, { canToneMap }: Ffmpeg): string[] {
  const scale = `scale=${size}:flags=bicubic+accurate_rnd+full_chroma_int+bitexact:out_range=tv`;
  const tags = (name: string) => `setparams=color_primaries=${name}:color_trc=${name}:colorspace=${name}`;
  if (source.isHdr && canToneMap)
    return [
      scale,
      "zscale=transfer=linear:npl=100,format=gbrpf32le",
      "zscale=primaries=bt709,tonemap=hable:desat=0",
      "zscale=transfer=bt709:matrix=bt709:range=tv",
    ];
  if (source.isRgb) return [`${scale}:out_color_matrix=bt709`, tags("bt709")];
  if (source.colorSpace) return [scale];
  // what players assume of a picture of this size
  return [tags(Math.min(source.width, source.height) >= 720 ? "bt709" : "smpte170m"), scale];
}
