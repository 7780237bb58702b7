// SPDX-License-Identifier: MIT
// ISO base media (MP4) boxes: `size u32 ‖ type[4] ‖ body`, read strictly: no box reaches out of another.
import { TributaryError } from "../errors/TributaryError.ts";
import { concatBytes } from "./merkle.ts";

export type Box = {
  type: string;
  /** The whole box, with its head. */
  bytes: Uint8Array;
  body: Uint8Array;
};

export const HEAD_BYTES = 8;
/** More than a fragment of 2 s at any rate. */
const MOST_BOX_BYTES = 256 * 2 ** 20;

/** The boxes that `bytes` consists of. Throws unless the boxes fill `bytes` to the last byte. */
export function boxesIn(bytes: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length; at += boxes.at(-1)!.bytes.length) {
    const rest = bytes.subarray(at);
    const size = rest.length < HEAD_BYTES ? Number.POSITIVE_INFINITY : sizeOf(rest);
    if (size > rest.length) throw new TributaryError("an MP4 box reaches out of the box around it");
    boxes.push(boxOf(rest.subarray(0, size)));
  }
  return boxes;
}

/** The boxes at a path such as `["trak", "mdia", "mdhd"]` within `body`. */
export function boxesAt(body: Uint8Array, [type, ...inner]: readonly string[]): Box[] {
  const here = boxesIn(body).filter((box) => box.type === type);
  return inner.length === 0 ? here : here.flatMap((box) => boxesAt(box.body, inner));
}

/** The only box at a path. Throws when there is none, or another one. */
export function boxAt(body: Uint8Array, path: readonly string[]): Box {
  const [box, ...others] = boxesAt(body, path);
  if (!box || others.length > 0)
    throw new TributaryError(
      `the MP4 has ${box ? others.length + 1 : 0} boxes ${path.join("/")}, and 1 is expected`,
    );
  return box;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A box of `type`, with `parts` as its body. */
export function makeBox(type: string, ...parts: Uint8Array[]): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  const size = parts.reduce((sum, { length }) => sum + length, HEAD_BYTES);
  viewOf(head).setUint32(0, size);
  head.set(new TextEncoder().encode(type), 4);
  return concatBytes([head, ...parts]);
}

/** The size that a head states. Throws for one that no box has. */
export function sizeOf(bytes: Uint8Array): number {
  const size = viewOf(bytes).getUint32(0);
  if (size < HEAD_BYTES || size > MOST_BOX_BYTES)
    throw new TributaryError(`an MP4 box states a size of ${size} bytes`);
  return size;
}

/** The box that `bytes` are. */
export const boxOf = (bytes: Uint8Array): Box => ({
  type: String.fromCharCode(...bytes.subarray(4, HEAD_BYTES)),
  bytes,
  body: bytes.subarray(HEAD_BYTES),
});
