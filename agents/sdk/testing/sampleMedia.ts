// SPDX-License-Identifier: MIT
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  WebMOutputFormat,
} from "mediabunny";

const PACKET_SEC = 1_024 / 48_000;

async function media(format: OutputFormat, codec: "aac" | "opus", seconds: number): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  const description = codec === "aac" ? Uint8Array.of(0x11, 0x90) : undefined;
  const decoderConfig = {
    ...{ codec: codec === "aac" ? "mp4a.40.2" : "opus", numberOfChannels: 2, sampleRate: 48_000 },
    ...(description && { description }),
  };
  const packets = Math.floor(seconds / PACKET_SEC);
  for (let n = 0; n < packets; n += 1) {
    const bytes = Uint8Array.from({ length: 300 }, (_, at) => (n * 7 + at) % 251);
    await source.add(new EncodedPacket(bytes, "key", n * PACKET_SEC, PACKET_SEC), { decoderConfig });
  }
  await output.finalize();
  return new Uint8Array(target.buffer!);
}

/** Sound in an MP4 file: with its index in front, at the end, or in fragments. Its samples are noise. */
export const sampleMp4 = (seconds: number, fastStart: false | "in-memory" | "fragmented") =>
  media(new Mp4OutputFormat({ fastStart }), "aac", seconds);

/** Sound in a WebM file. */
export const sampleWebm = (seconds: number) => media(new WebMOutputFormat(), "opus", seconds);
