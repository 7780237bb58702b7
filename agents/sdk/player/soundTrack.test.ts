// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { boxAt, boxesAt, boxesIn, makeBox, viewOf } from "../content/boxes.ts";
import { concatBytes } from "../content/merkle.ts";
import { readLadder } from "../testing/ladder/readLadder.ts";
import { fragmentWithSound, initWithSound } from "./soundTrack.ts";

const [small, , large] = readLadder();
const [PICTURE, SOUND] = [1, 2];
const idIn = (tkhd: Uint8Array) => viewOf(tkhd).getUint32(12);
const idOfRun = (traf: Uint8Array) => viewOf(boxAt(traf, ["tfhd"]).body).getUint32(4);

/** What stands at a track's place in a fragment. */
function dataOf(fragment: Uint8Array, track: number): Uint8Array {
  const moof = boxAt(fragment, ["moof"]);
  const traf = boxesAt(moof.body, ["traf"]).find(({ body }) => idOfRun(body) === track)!;
  const trun = boxAt(traf.body, ["trun"]).body;
  const start = moof.bytes.byteOffset - fragment.byteOffset + viewOf(trun).getInt32(8);
  return fragment.subarray(start, start + 16);
}

/** A rendition of sound alone, as publishers make them: one track, numbered 1. */
function alone(init: Uint8Array, fragments: readonly Uint8Array[]) {
  const renumbered = (box: Uint8Array, path: string[], at: number) => {
    const copy = box.slice();
    viewOf(boxAt(copy, path).body).setUint32(at, 1);
    return copy;
  };
  const moov = boxAt(init, ["moov"]).body;
  const trak = boxesAt(moov, ["trak"]).find(({ body }) => idIn(boxAt(body, ["tkhd"]).body) === SOUND)!;
  const trex = boxesAt(moov, ["mvex", "trex"]).find(({ body }) => viewOf(body).getUint32(4) === SOUND)!;
  return {
    init: makeBox(
      "moov",
      renumbered(trak.bytes, ["trak", "tkhd"], 12),
      makeBox("mvex", renumbered(trex.bytes, ["trex"], 4)),
    ),
    fragments: fragments.map((fragment) => {
      const moof = boxAt(fragment, ["moof"]);
      const traf = boxesAt(moof.body, ["traf"]).find(({ body }) => idOfRun(body) === SOUND)!;
      const own = renumbered(traf.bytes, ["traf", "tfhd"], 4);
      const trun = boxAt(own, ["traf", "trun"]).body;
      viewOf(trun).setInt32(8, viewOf(trun).getInt32(8) - moof.bytes.length + 8 + own.length);
      // other bytes, to be told apart
      const data = boxAt(fragment, ["mdat"]).body.map((byte) => byte ^ 0x55);
      return concatBytes([makeBox("moof", own), makeBox("mdat", data)]);
    }),
  };
}

const sound = alone(small!.init!, small!.plaintexts);

test("a picture gets another sound: one track of each, whose data are the picture's and the other sound's", () => {
  const init = initWithSound(large!.init!, sound.init);
  const ids = boxesAt(boxAt(init, ["moov"]).body, ["trak", "tkhd"]).map(({ body }) => idIn(body));
  const defaults = boxesAt(init, ["moov", "mvex", "trex"]).map(({ body }) => viewOf(body).getUint32(4));
  assert.deepEqual(
    [ids, defaults],
    [
      [PICTURE, SOUND],
      [PICTURE, SOUND],
    ],
  );
  for (const [at, video] of large!.plaintexts.entries()) {
    const mixed = fragmentWithSound(large!.init!, video, sound.fragments[at]!);
    assert.deepEqual(
      boxesIn(mixed).map(({ type }) => type),
      ["moof", "mdat"],
    );
    assert.deepEqual(
      boxesAt(mixed, ["moof", "traf"]).map(({ body }) => idOfRun(body)),
      [PICTURE, SOUND],
    );
    assert.deepEqual(dataOf(mixed, PICTURE), dataOf(video, PICTURE));
    assert.deepEqual(dataOf(mixed, SOUND), dataOf(sound.fragments[at]!, 1));
    assert.notDeepEqual(dataOf(mixed, SOUND), dataOf(video, SOUND));
  }
});

test("a silent picture gets a track, and what is no fragment is refused", () => {
  const moov = boxAt(large!.init!, ["moov"]).body;
  const picture = boxesIn(moov).filter(
    ({ type, body }) => type !== "trak" || idIn(boxAt(body, ["tkhd"]).body) === PICTURE,
  );
  const silent = makeBox("moov", ...picture.map(({ bytes }) => bytes));
  const ids = boxesAt(initWithSound(silent, sound.init), ["moov", "trak", "tkhd"]).map(({ body }) =>
    idIn(body),
  );
  assert.deepEqual(ids, [PICTURE, SOUND]);
  assert.throws(() => initWithSound(large!.init!, silent), /no sound/);
  for (const end of [0, 7, 100])
    assert.throws(
      () => fragmentWithSound(large!.init!, large!.plaintexts[0]!.subarray(0, end), sound.fragments[0]!),
      { name: "TributaryError" },
    );
});
