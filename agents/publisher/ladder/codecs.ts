// SPDX-License-Identifier: GPL-3.0-or-later
import { BufferSource, Input, MP4 } from "mediabunny";

/** The codecs of an MP4 as RFC 6381 writes them, as of `avc1.64001f,mp4a.40.2`; the video's first. */
export async function codecsOf(mp4: Uint8Array): Promise<string> {
  const input = new Input({ formats: [MP4], source: new BufferSource(mp4) });
  const tracks = [...(await input.getVideoTracks()), ...(await input.getAudioTracks())];
  const codecs = await Promise.all(tracks.map((track) => track.getCodecParameterString()));
  if (codecs.length === 0 || codecs.includes(null)) throw new Error("a track's codec is unknown");
  return codecs.join(",");
}
