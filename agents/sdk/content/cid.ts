// SPDX-License-Identifier: MIT
import { InvalidInput } from "../errors/InvalidInput.ts";
import { concatBytes, HASH_BYTES } from "./merkle.ts";

/** An IPFS block by its SHA-256: `raw` bytes, as every chunk of a work, or a `dagPb` node over blocks. */
export type Cid = { codec: "raw" | "dagPb"; hash: Uint8Array };

const CODECS = { raw: 0x55, dagPb: 0x70 };
/** Version 1, the codec, and the head of a multihash: SHA-256, 32 bytes. */
const headOf = (codec: Cid["codec"]) => Uint8Array.of(1, CODECS[codec], 0x12, HASH_BYTES);
export const CID_BYTES = 4 + HASH_BYTES;

const DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

/** The 36 bytes of a CID. */
export function cidBytes({ codec, hash }: Cid): Uint8Array {
  if (hash.length !== HASH_BYTES) throw new InvalidInput(`a SHA-256 has 32 bytes, got ${hash.length}`);
  return concatBytes([headOf(codec), hash]);
}

/** Reads the 36 bytes of a CID; undefined for another version, codec, hash or length. */
export function decodeCid(bytes: Uint8Array): Cid | undefined {
  if (bytes.length !== CID_BYTES) return undefined;
  const codec = (["raw", "dagPb"] as const).find((name) =>
    headOf(name).every((byte, at) => byte === bytes[at]),
  );
  return codec && { codec, hash: bytes.slice(4) };
}

/**
 * Writes a CID as text, in base32.
 *
 * @example
 * const leaf = await hashChunk(0, bytes);
 * formatCid({ codec: "raw", hash: leaf.chunkHash }); // "bafkrei…", what an IPFS gateway takes
 */
export function formatCid(cid: Cid): string {
  let text = "b";
  let bits = 0;
  let have = 0;
  for (const byte of cidBytes(cid)) {
    bits = (bits << 8) | byte;
    for (have += 8; have >= 5; have -= 5) text += DIGITS[(bits >>> (have - 5)) & 31];
    bits &= 31;
  }
  return have > 0 ? text + DIGITS[(bits << (5 - have)) & 31] : text;
}

/** Reads a CID as {@link formatCid} writes it. Throws an InvalidInput for any other text. */
export function parseCid(text: string): Cid {
  const bytes: number[] = [];
  let bits = 0;
  let have = 0;
  for (const digit of text.slice(1, 60)) {
    bits = ((bits << 5) | DIGITS.indexOf(digit)) & 0xfff;
    have += 5;
    if (have < 8) continue;
    have -= 8;
    bytes.push((bits >>> have) & 255);
  }
  const cid = decodeCid(Uint8Array.from(bytes));
  // one text for one CID: a digit that is none, and bits left over, come back otherwise
  if (!cid || formatCid(cid) !== text)
    throw new InvalidInput("the CID is malformed: version 1 of a raw or dag-pb block by SHA-256, in base32");
  return cid;
}
