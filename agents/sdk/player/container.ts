// SPDX-License-Identifier: MIT
import {
  type Input,
  type InputAudioTrack,
  type InputTrack,
  Mp3OutputFormat,
  Mp4OutputFormat,
  type OutputFormat,
  WebMOutputFormat,
} from "mediabunny";
import { MediaUnplayable } from "./playerErrors.ts";

export type Container = { mime: string; format: OutputFormat };

/** What media sources take, each written from front to back. No browser takes every codec in every one. */
const CONTAINERS: readonly { subtype: string; newFormat(): OutputFormat }[] = [
  { subtype: "mp4", newFormat: () => new Mp4OutputFormat({ fastStart: "fragmented" }) },
  { subtype: "webm", newFormat: () => new WebMOutputFormat({ appendOnly: true }) },
  { subtype: "mpeg", newFormat: () => new Mp3OutputFormat({ xingHeader: false }) },
];

/** The first container in which this browser takes the codecs of `input`. */
export async function containerOf(
  input: Input,
  isTypeSupported: (mime: string) => boolean,
): Promise<Container> {
  const video = await input.getPrimaryVideoTrack();
  const audio = await input.getPrimaryAudioTrack();
  const found: InputTrack[] = [video, audio].filter((track) => track !== null);
  const codecs = await Promise.all(found.map(playedCodec));
  const kind = video ? "video" : "audio";
  const known = CONTAINERS.map(({ subtype, newFormat }) => ({
    // audio/mpeg names its codec by itself
    mime: subtype === "mpeg" ? "audio/mpeg" : `${kind}/${subtype}; codecs="${codecs.join(", ")}"`,
    newFormat,
    isFor: subtype !== "mpeg" || codecs.join() === "mp3",
  }));
  const taken = known.find(({ mime, isFor }) => isFor && isTypeSupported(mime));
  if (!taken) throw new MediaUnplayable(codecs.join(", "));
  return { mime: taken.mime, format: taken.newFormat() };
}

/** What sound is encoded as first; undefined for sound that stays as it is. */
export async function encodedAnew(
  track: InputAudioTrack,
): Promise<{ codec: "opus"; sampleRate: number } | undefined> {
  // no media source takes sound that is not compressed, nor FLAC of 24 bits; Opus in MP4 is of one rate alone
  return /^(pcm|flac|ulaw|alaw)/.test((await track.getCodec()) ?? "")
    ? { codec: "opus", sampleRate: 48_000 }
    : undefined;
}

async function playedCodec(track: InputTrack): Promise<string> {
  const anew = track.isAudioTrack() ? await encodedAnew(track) : undefined;
  return anew?.codec ?? (await track.getCodecParameterString()) ?? "unknown";
}
