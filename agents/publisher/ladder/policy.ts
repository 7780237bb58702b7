// SPDX-License-Identifier: GPL-3.0-or-later
// Which renditions are made of a file, and what each one is. The rules are in the README.
import type { FrameRate, Probe, TextTrack, VideoTrack } from "./probeVideo.ts";

export const SAMPLE_RATE = 48_000;

/** Everything that one rendition's bytes depend on, beside the source and the programs. */
export type RenditionPlan = VideoPlan | AudioPlan;

export type VideoPlan = {
  kind: "video";
  name: string;
  leadSec: number;
  source: VideoTrack;
  width: number;
  height: number;
  frameRate: FrameRate;
  frameCount: number;
  framesPerFragment: number;
  /** The mean of any second and more, and what may run ahead of it, in bits a second and bits. */
  mostBitRate: number;
  bufferBits: number;
  /** The sound that is muxed in. */
  sound?: Sound | undefined;
  language?: string | undefined;
  label?: string | undefined;
};

export type AudioPlan = {
  kind: "audio";
  name: string;
  leadSec: number;
  sound: Sound;
  samplesPerFragment: number;
  language?: string | undefined;
  label: string;
};

export type Sound = { index: number; bitRate: number; sampleCount: number };

export type LadderPlan = {
  /** The videos from the smallest to the largest, then the sound on its own. */
  renditions: RenditionPlan[];
  /** A frame of the video, or a cover. */
  poster?: { index: number; atSec: number; video?: VideoTrack | undefined } | undefined;
  subtitles: { index: number; language?: string | undefined; label: string }[];
  leadSec: number;
};

/** The classes, by the shorter side, with the most of picture and sound together, in bits a second. */
const CLASSES = [
  { name: "480p", side: 480, bitRate: 1_500_000 },
  { name: "720p", side: 720, bitRate: 3_000_000 },
  { name: "1080p", side: 1_080, bitRate: 6_000_000 },
  { name: "4K", side: 2_160, bitRate: 15_000_000 },
] as const;
/** The widest picture that decoders in phones and televisions take. */
const LONGEST_SIDE = 4_096;
const FRAGMENT_SEC = 2;
const SOUND_BIT_RATE = 128_000;
/** AAC wavers around its rate. */
const SOUND_MARGIN = 1.1;
/** For the heads of fragments. */
const HEAD_BIT_RATE = 12_000;
const LEAST_VIDEO_BIT_RATE = 100_000;
const RATES: readonly FrameRate[] = [
  ...[5, 10, 12, 15, 20].map(whole),
  ...[24, 25, 30, 48, 50, 60].flatMap((rate) =>
    rate % 25 === 0 ? [whole(rate)] : [{ frames: rate * 1_000, seconds: 1_001 }, whole(rate)],
  ),
];
const LEAST_RATE = 5;
const MOST_RATE = 60;

/** Plans the renditions of a file; undefined where there is nothing to play in time, as in a picture. */
export function planLadder(probe: Probe): LadderPlan | undefined {
  const { video, audio, durationSec, leadSec, coverIndex } = probe;
  if (!(durationSec > 0) || (!video && audio.length === 0)) return undefined;
  const subtitles = probe.subtitles.map((track, at) => ({ index: track.index, ...describe(track, at) }));
  if (!video) {
    const sampleCount = Math.max(1, Math.round(durationSec * SAMPLE_RATE));
    const grid = { leadSec, sampleCount, samplesPerFragment: FRAGMENT_SEC * SAMPLE_RATE };
    const poster = coverIndex === undefined ? undefined : { index: coverIndex, atSec: 0 };
    return { renditions: audio.map((track, at) => planAudio(track, at, grid)), poster, subtitles, leadSec };
  }
  const frameRate = frameRateFor(video);
  const rate = rateOf(frameRate);
  const frameCount = Math.max(1, Math.round(durationSec * rate));
  const framesPerFragment = Math.round(FRAGMENT_SEC * rate);
  const grid = {
    leadSec,
    sampleCount: Math.ceil((frameCount / rate) * SAMPLE_RATE),
    samplesPerFragment: Math.round((framesPerFragment / rate) * SAMPLE_RATE),
  };
  const [first, ...others] = audio;
  const sound = first && { index: first.index, bitRate: SOUND_BIT_RATE, sampleCount: grid.sampleCount };
  const common = { leadSec, source: video, frameRate, frameCount, framesPerFragment, sound };
  const named = first ? describe(first, 0) : {};
  const videos = sizesFor(video).map(({ bitRate, ...size }): VideoPlan => {
    const rates = videoRates(Math.min(bitRate, probe.bitRate), sound);
    return { kind: "video", ...size, ...common, ...rates, ...named };
  });
  return {
    renditions: [...videos, ...others.map((track, at) => planAudio(track, at + 1, grid))],
    poster: { index: video.index, atSec: frameCount / rate / 10, video },
    subtitles,
    leadSec,
  };
}

/** The classes that the source reaches; a smaller source keeps its own size. */
function sizesFor({ width, height }: VideoTrack) {
  const side = Math.min(width, height);
  const reached = CLASSES.filter((found) => found.side <= side);
  const own = { name: `${evenBelow(side)}p`, side: evenBelow(side), bitRate: CLASSES[0].bitRate };
  return (reached.length > 0 ? reached : [own])
    .map(({ name, side: to, bitRate }) => {
      const scale = Math.min(to / side, LONGEST_SIDE / Math.max(width, height));
      return { name, bitRate, width: even(width, scale), height: even(height, scale) };
    })
    .filter(
      (size, at, all) => at === 0 || size.width * size.height > all[at - 1]!.width * all[at - 1]!.height,
    );
}

/** The nearest even size at `scale`, and never above the source's. */
function even(size: number, scale: number): number {
  return Math.min(Math.max(2, 2 * Math.round((size * scale) / 2)), evenBelow(size));
}

/**
 * What the encoder is told, so that no fragment of 2 s is above `bitRate` with its sound: a fragment may hold 2 s at the mean and
 * the whole buffer, so 2 × 0.8 + 0.4.
 */
function videoRates(bitRate: number, sound: Sound | undefined) {
  const forSound = sound ? sound.bitRate * SOUND_MARGIN : 0;
  const forVideo = Math.max(LEAST_VIDEO_BIT_RATE, bitRate - forSound - HEAD_BIT_RATE);
  return { mostBitRate: Math.floor(forVideo * 0.8), bufferBits: Math.floor(forVideo * 0.4) };
}

/**
 * The constant rate of all renditions: the source's where a fragment of whole frames has 2 s with it (2.002 s at 30000/1001), halved
 * or more above 60, otherwise the next usual one.
 */
function frameRateFor({ frameRate, meanFrameRate }: VideoTrack): FrameRate {
  const stated = frameRate && rateOf(frameRate);
  if (frameRate && stated && stated >= LEAST_RATE) {
    const seconds = frameRate.seconds * Math.ceil(stated / MOST_RATE - 0.001);
    const frames = FRAGMENT_SEC * (frameRate.frames / seconds);
    if (Math.abs(frames - Math.round(frames)) <= frames * 0.0015)
      return { frames: frameRate.frames, seconds };
  }
  const wanted = (stated ?? meanFrameRate) * 0.995;
  return RATES.find((rate) => rateOf(rate) >= wanted) ?? whole(MOST_RATE);
}

type Grid = { leadSec: number; sampleCount: number; samplesPerFragment: number };

function planAudio(track: TextTrack, at: number, { sampleCount, ...grid }: Grid): AudioPlan {
  const sound = { index: track.index, bitRate: SOUND_BIT_RATE, sampleCount };
  const name = at === 0 ? "audio" : `audio-${at + 1}`;
  return { kind: "audio", name, sound, ...grid, ...describe(track, at) };
}

/** A track's language as BCP 47 has it (`en`, not `eng`), and what to call the track. */
function describe({ language, title }: TextTrack, at: number) {
  const code = languageOf(language);
  const words = title?.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  const label = words?.slice(0, 100) || (code && NAMES.of(code)) || `Track ${at + 1}`;
  return { language: code, label };
}

function languageOf(code: string | undefined): string | undefined {
  if (!code || code === "und") return undefined;
  try {
    return Intl.getCanonicalLocales(code.replaceAll("_", "-"))[0];
  } catch {
    return undefined; // free text
  }
}

const NAMES = new Intl.DisplayNames(["en"], { type: "language" });

export const rateOf = ({ frames, seconds }: FrameRate) => frames / seconds;
// a source of one pixel becomes two
const evenBelow = (size: number) => Math.max(2, size - (size % 2));
function whole(frames: number): FrameRate {
  return { frames, seconds: 1 };
}
