// SPDX-License-Identifier: MIT
// The nodes of a UnixFS file: dag-pb over blocks, each a part of the file.
import { TributaryError } from "../errors/TributaryError.ts";
import { CID_BYTES, type Cid, cidBytes, decodeCid } from "./cid.ts";
import { concatBytes } from "./merkle.ts";
import { readVarint, varint } from "./varint.ts";

/** A part of a file. */
export type FileLink = {
  cid: Cid;
  /** Bytes of the file that lie below. */
  size: number;
  /** Bytes of all blocks below, nodes and all. */
  blockBytes: number;
};

/** Field numbers and wire types of protobuf. */
const TAG = { data: 0x0a, link: 0x12, hash: 0x0a, name: 0x12, linkSize: 0x18 };
const UNIX_TAG = { type: 0x08, fileSize: 0x18, blockSize: 0x20 };
const FILE = 2;

/** Encodes the node over `links`, as every IPFS implementation does. */
export function encodeFileNode(links: readonly FileLink[]): Uint8Array {
  const size = links.reduce((sum, link) => sum + link.size, 0);
  const data = concatBytes([
    Uint8Array.of(UNIX_TAG.type, FILE, UNIX_TAG.fileSize),
    varint(size),
    ...links.map((link) => concatBytes([Uint8Array.of(UNIX_TAG.blockSize), varint(link.size)])),
  ]);
  const linkOf = ({ cid, blockBytes }: FileLink) =>
    field(
      TAG.link,
      concatBytes([
        field(TAG.hash, cidBytes(cid)),
        Uint8Array.of(TAG.name, 0, TAG.linkSize),
        varint(blockBytes),
      ]),
    );
  return concatBytes([...links.map(linkOf), field(TAG.data, data)]);
}

/**
 * Reads the node of a file, as a gateway sends it. Throws a TributaryError unless {@link encodeFileNode} would write the same bytes: any
 * other node is a directory, holds bytes of its own, or lies about sizes.
 */
export function decodeFileNode(bytes: Uint8Array): FileLink[] {
  const links: Omit<FileLink, "size">[] = [];
  let sizes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at];
    const length = readVarint(bytes, at + 1);
    const body = length && bytes.subarray(length.end, length.end + length.value);
    if (!body || body.length !== length.value) throw malformed();
    if (tag === TAG.link) links.push(readLink(body));
    else sizes = readSizes(body);
    at = length.end + length.value;
  }
  if (links.length === 0 || links.length !== sizes.length) throw malformed();
  const file = links.map((link, at) => ({ ...link, size: sizes[at]! }));
  const again = encodeFileNode(file);
  if (again.length !== bytes.length || again.some((byte, at) => byte !== bytes[at])) throw malformed();
  return file;
}

function readLink(body: Uint8Array): Omit<FileLink, "size"> {
  // what lies between is compared when the node is encoded again
  const cid = decodeCid(body.subarray(2, 2 + CID_BYTES));
  const blockBytes = readVarint(body, 2 + CID_BYTES + 3);
  if (!cid || !blockBytes) throw malformed();
  return { cid, blockBytes: blockBytes.value };
}

function readSizes(data: Uint8Array): number[] {
  const sizes: number[] = [];
  const total = readVarint(data, 3);
  for (let at = total?.end ?? data.length; at < data.length; ) {
    const size = readVarint(data, at + 1);
    if (!size) throw malformed();
    sizes.push(size.value);
    at = size.end;
  }
  return sizes;
}

const field = (tag: number, body: Uint8Array) => concatBytes([Uint8Array.of(tag), varint(body.length), body]);

function malformed(): TributaryError {
  return new TributaryError("The block is no node of a file as UnixFS writes one.", {
    advice: "ask another gateway",
  });
}
