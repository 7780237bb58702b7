// SPDX-License-Identifier: MIT
// Another sound beside a picture: the fragments of a video rendition with the sound of an audio rendition in the place of their own, for
// players that take picture and sound as one.
import { type Box, boxAt, boxesAt, boxesIn, HEAD_BYTES, makeBox, viewOf } from "../content/boxes.ts";
import { concatBytes } from "../content/merkle.ts";
import { TributaryError } from "../errors/TributaryError.ts";

/** `tkhd` and `tfhd`: where the track's id stands in the body. */
const TKHD_ID = (tkhd: Uint8Array) => (tkhd[0] === 1 ? 20 : 12);
const TFHD_ID = 4;
const TREX_ID = 4;
/** `trun`: whether the data's place is given, and where in the body. */
const HAS_OFFSET = 0x01;
const TRUN_OFFSET = 8;
/** `tfhd`: the data's place counts from a place of its own. */
const HAS_BASE = 0x01;

/** The initialisation of `video` with the sound of `sound`. */
export function initWithSound(video: Uint8Array, sound: Uint8Array): Uint8Array {
  const moov = boxAt(video, ["moov"]).body;
  const [track] = soundTracks(boxAt(sound, ["moov"]).body);
  if (!track) throw new TributaryError("the rendition has no sound");
  const id = soundId(moov);
  const trak = changed(track.bytes, ["tkhd"], (body) => viewOf(body).setUint32(TKHD_ID(body), id));
  const trex = changed(boxAt(sound, ["moov", "mvex", "trex"]).bytes, [], (body) =>
    viewOf(body).setUint32(TREX_ID, id),
  );
  const isOwn = (box: Box) => box.type === "trex" && viewOf(box.body).getUint32(TREX_ID) === id;
  const parts = boxesIn(moov).flatMap((box) => {
    if (box.type === "trak" && trackId(box) === id) return [];
    if (box.type !== "mvex") return [box.bytes];
    const others = boxesIn(box.body).filter((each) => !isOwn(each));
    return [trak, makeBox("mvex", ...others.map(({ bytes }) => bytes), trex)];
  });
  const before = boxesIn(video).filter(({ type }) => type !== "moov");
  return concatBytes([...before.map(({ bytes }) => bytes), makeBox("moov", ...parts)]);
}

/** A fragment of `video` with the sound of the fragment `sound`; `init` is that of the video rendition itself. */
export function fragmentWithSound(init: Uint8Array, video: Uint8Array, sound: Uint8Array): Uint8Array {
  const id = soundId(boxAt(init, ["moov"]).body);
  const [picture, other] = [partsOf(video), partsOf(sound)];
  const kept = boxesIn(picture.moof.body).filter(
    (box) => box.type !== "traf" || viewOf(boxAt(box.body, ["tfhd"]).body).getUint32(TFHD_ID) !== id,
  );
  const traf = boxAt(other.moof.body, ["traf"]).bytes;
  const bytes = kept.reduce((sum, { bytes }) => sum + bytes.length, HEAD_BYTES) + traf.length;
  // data stands behind the new head now; the sound's, behind the picture's
  const place = bytes + HEAD_BYTES;
  const moved = place - picture.place;
  const movedSound = place + picture.data.length - other.place;
  const moof = makeBox(
    "moof",
    ...kept.map((box) => (box.type === "traf" ? movedBy(box.bytes, moved) : box.bytes)),
    changed(movedBy(traf, movedSound), ["tfhd"], (body) => viewOf(body).setUint32(TFHD_ID, id)),
  );
  return concatBytes([moof, makeBox("mdat", picture.data, other.data)]);
}

/** A fragment's head and its data, and where that stands from the head's beginning on. */
function partsOf(fragment: Uint8Array) {
  const moof = boxAt(fragment, ["moof"]);
  const { body: data } = boxAt(fragment, ["mdat"]);
  return { moof, data, place: data.byteOffset - moof.bytes.byteOffset };
}

function trackId({ body }: Box): number {
  const tkhd = boxAt(body, ["tkhd"]).body;
  return viewOf(tkhd).getUint32(TKHD_ID(tkhd));
}

/** The id of a `moov`'s own sound; of one that is silent, the next that is free. */
function soundId(moov: Uint8Array): number {
  const [own] = soundTracks(moov);
  return own ? trackId(own) : Math.max(...boxesAt(moov, ["trak"]).map(trackId)) + 1;
}

function soundTracks(moov: Uint8Array): Box[] {
  const isSound = ({ body }: Box) =>
    String.fromCharCode(...boxAt(body, ["mdia", "hdlr"]).body.subarray(8, 12)) === "soun";
  return boxesAt(moov, ["trak"]).filter(isSound);
}

/** A `traf` whose data stands `byteCount` bytes further on. */
function movedBy(traf: Uint8Array, byteCount: number): Uint8Array {
  const flagsOf = (body: Uint8Array) => viewOf(body).getUint32(0) & 0xff_ff_ff;
  if (flagsOf(boxAt(traf, ["traf", "tfhd"]).body) & HAS_BASE)
    throw new TributaryError("the fragment's data has a place outside of it");
  return changed(traf, ["trun"], (body) => {
    if (!(flagsOf(body) & HAS_OFFSET))
      throw new TributaryError("the fragment does not say where its data is");
    viewOf(body).setInt32(TRUN_OFFSET, viewOf(body).getInt32(TRUN_OFFSET) + byteCount);
  });
}

/** A copy of a box in which each body at `path` is changed in place; the box's own without a path. */
function changed(box: Uint8Array, path: readonly string[], change: (body: Uint8Array) => void): Uint8Array {
  const copy = box.slice();
  const [whole] = boxesIn(copy);
  if (path.length === 0) change(whole!.body);
  else for (const { body } of boxesAt(whole!.body, path)) change(body);
  return copy;
}
