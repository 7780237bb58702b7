// SPDX-License-Identifier: GPL-3.0-or-later
import { createKeccak } from "hash-wasm";
import { keccak } from "../../../agents/sdk/content/keccak.ts";
import {
  type SampleRendition,
  sampleRenditions,
} from "../../../agents/sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../../agents/sdk/content/testing/sampleWork.ts";
import type { Committee } from "../../../agents/sdk/encryption/committee.ts";
import { SEAL_BYTES } from "../../../agents/sdk/encryption/fragment.ts";
import { sealManifest } from "../../../agents/sdk/publishing/sealManifest.ts";
import { readLadder } from "../../../agents/sdk/testing/ladder/readLadder.ts";
import { FRAGMENT_SEC, simulatedWork } from "../abr/simulatedWork.ts";

export const WORK_KEY = sampleBytes(32, 5);
/** What the clips of the ladder last, before they begin anew. */
const CLIP_SEC = 16;

/**
 * A work of `seconds` in four qualities of the publisher's rates: small pictures, filled up with boxes of nothing, so that the network
 * is at work and the decoder is not. As edges hold it, encrypted, and in the clear. With a committee its keys are sealed to that, too.
 */
export async function playedWork(seconds: number, committee?: Committee) {
  // the first call asks for the quick one, which is there by the time that another is
  keccak(new Uint8Array(1));
  await createKeccak(256);
  const clips = readLadder();
  const { manifest } = simulatedWork(seconds);
  const clear = manifest.renditions.map(({ name, fragments }, level): SampleRendition => {
    const clip = clips[Math.min(level, clips.length - 1)]!;
    const timescales = timescalesOf(Buffer.from(clip.init!));
    const plaintexts = fragments.map(({ byteCount }, at) => {
      const played = clip.plaintexts[at % clip.plaintexts.length]!;
      const round = Math.floor(at / clip.plaintexts.length);
      return filledUp(shifted(played, timescales, round * CLIP_SEC), byteCount - SEAL_BYTES);
    });
    return { ...clip, name, plaintexts, fragmentSec: FRAGMENT_SEC };
  });
  const sealed = await sampleRenditions(clear, { workKey: WORK_KEY });
  if (!committee) return { clear, sealed };
  const sealTo = { work: sealed.content, workKey: WORK_KEY, committee };
  const { renditions } = await sealManifest(sealed.manifest, sealTo);
  const withCapsules = clear.map((one, at) => ({ ...one, capsules: renditions[at]!.capsules }));
  const fields = { workKey: WORK_KEY, committee: committee.id };
  return { clear, sealed: await sampleRenditions(withCapsules, fields) };
}

export type PlayedWork = Awaited<ReturnType<typeof playedWork>>;

/** The ticks a second of each track, in order. */
function timescalesOf(init: Buffer): number[] {
  return placesOf(init, "mdhd").map((at) => init.readUInt32BE(at + 16));
}

/** A fragment that plays `sec` later. */
function shifted(fragment: Uint8Array, timescales: number[], sec: number): Buffer {
  const moved = Buffer.from(fragment);
  for (const [track, at] of placesOf(moved, "tfdt").slice(0, timescales.length).entries())
    moved.writeBigUInt64BE(moved.readBigUInt64BE(at + 8) + BigInt(timescales[track]! * sec), at + 8);
  return moved;
}

function filledUp(fragment: Buffer, byteCount: number): Uint8Array {
  const free = Buffer.alloc(Math.max(8, byteCount - fragment.length));
  free.writeUInt32BE(free.length);
  free.write("free", 4);
  return new Uint8Array(Buffer.concat([fragment, free]));
}

/** Where the types of boxes `type` stand. */
function placesOf(bytes: Buffer, type: string): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(type); at >= 0; at = bytes.indexOf(type, at + 4)) places.push(at);
  return places;
}
