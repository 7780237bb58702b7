// SPDX-License-Identifier: GPL-3.0-or-later
import { boxAt, makeBox, viewOf } from "../../sdk/content/boxes.ts";
import { runsOf, type Track } from "./trackRuns.ts";

type Packet = { decodeTime: number; duration: number; bytes: Uint8Array };

/** The data's place counts from the `moof`. */
const BASE_IS_MOOF = 0x02_00_00;
const OFFSET_DURATIONS_SIZES = 0x03_01;

/**
 * Joins fragments of one packet each to fragments that begin with the first packet after a multiple of `samplesPerFragment`. ffmpeg
 * itself would cut every 94 packets, 2.005 s, and sound would drift away from the fragments of the picture.
 */
export async function* audioFragments(
  single: AsyncIterable<Uint8Array>,
  tracks: readonly Track[],
  samplesPerFragment: number,
): AsyncGenerator<Uint8Array> {
  let packets: Packet[] = [];
  let place = 0;
  for await (const fragment of single) {
    const [run] = runsOf(boxAt(fragment, ["moof"]).body, tracks);
    if (run?.sampleCount !== 1) throw new Error("ffmpeg wrote a fragment of sound with more than one packet");
    if (run.decodeTime >= (place + 1) * samplesPerFragment) {
      yield join(packets, ++place, tracks[0]!.id);
      packets = [];
    }
    packets.push({ ...run, bytes: boxAt(fragment, ["mdat"]).body });
  }
  if (packets.length > 0) yield join(packets, place + 1, tracks[0]!.id);
}

function join(packets: readonly Packet[], sequence: number, trackId: number): Uint8Array {
  const { decodeTime } = packets[0]!;
  // the last packet of all may be shorter
  const samples = packets.flatMap(({ duration, bytes }) => [duration, bytes.length]);
  const moof = (dataOffset: number) =>
    makeBox(
      "moof",
      makeBox("mfhd", words(0, sequence)),
      makeBox(
        "traf",
        makeBox("tfhd", words(BASE_IS_MOOF, trackId)),
        makeBox("tfdt", words(0x01_00_00_00, Math.floor(decodeTime / 2 ** 32), decodeTime % 2 ** 32)),
        makeBox("trun", words(OFFSET_DURATIONS_SIZES, packets.length, dataOffset, ...samples)),
      ),
    );
  const dataOffset = moof(0).length + 8;
  return Buffer.concat([moof(dataOffset), makeBox("mdat", ...packets.map(({ bytes }) => bytes))]);
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  values.forEach((value, at) => {
    viewOf(bytes).setUint32(4 * at, value);
  });
  return bytes;
}
