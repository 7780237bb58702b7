// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "vitest";
import { carOf } from "./car.ts";
import { CID_BYTES, cidBytes, decodeCid, formatCid, parseCid } from "./cid.ts";
import { decodeFileNode, encodeFileNode, type FileLink } from "./dagPb.ts";
import { sha256 } from "./leaf.ts";
import { chunkOf, FILES, hashesOf } from "./testing/ipfsFiles.ts";
import { fileTree } from "./unixfs.ts";
import { readVarint, varint } from "./varint.ts";

type Recorded = Record<string, { root: string; blockBytes: number }>;
const recorded = JSON.parse(readFileSync(new URL("testing/ipfs.json", import.meta.url), "utf8")) as Recorded;

test.each(Object.entries(FILES))("of %s, the root is that of ipfs-unixfs-importer", async (name, file) => {
  const tree = await fileTree(await hashesOf(file.sizes), file);
  assert.equal(formatCid(tree.cid), recorded[name]!.root);
  assert.equal(tree.blockBytes, recorded[name]!.blockBytes);
});

test("a CAR begins with its root, and holds every block under its CID, in the order of the file", async () => {
  const { sizes, maxLinks } = FILES["4 levels of 3 links"]!;
  const tree = await fileTree(await hashesOf(sizes), { maxLinks });
  const parts: Uint8Array[] = [];
  for await (const part of carOf(tree, async (place) => chunkOf(place, sizes[place]!))) parts.push(part);
  const car = Buffer.concat(parts);
  const sections: Uint8Array[] = [];
  for (let at = 0; at < car.length; ) {
    const length = readVarint(car, at)!;
    sections.push(car.subarray(length.end, length.end + length.value));
    at = length.end + length.value;
  }
  const [header, ...blocks] = sections as [Uint8Array, ...Uint8Array[]];
  assert.equal(
    Buffer.from(header).toString("latin1"),
    `\xa2\x65roots\x81\xd8\x2a\x58\x25\0${Buffer.from(cidBytes(tree.cid)).toString("latin1")}\x67version\x01`,
  );
  const chunks: number[] = [];
  for (const block of blocks) {
    const { codec, hash } = decodeCid(Uint8Array.from(block.subarray(0, CID_BYTES)))!;
    const bytes = Uint8Array.from(block.subarray(CID_BYTES));
    assert.deepEqual(await sha256(bytes), hash);
    if (codec === "raw") chunks.push(bytes.length);
    else assert.ok(decodeFileNode(bytes).length <= maxLinks);
  }
  assert.deepEqual(chunks, sizes);
  assert.deepEqual(decodeCid(Uint8Array.from(blocks[0]!.subarray(0, CID_BYTES))), tree.cid);
});

test("a CID's text is read back, and no other text of it", () => {
  // the empty block, as IPFS knows it
  const empty = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  const cid = parseCid(empty);
  assert.equal(cid.codec, "raw");
  assert.equal(formatCid(cid), empty);
  const others = [
    ...["", "b", empty.slice(0, -1), `${empty}a`, empty.toUpperCase(), `z${empty.slice(1)}`],
    // bits beyond the last byte, a digit of no meaning, version 0, another hash function
    ...[`${empty.slice(0, -1)}v`, empty.replace("k", "1"), "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"],
    ...[empty.replace("bafkrei", "bafkrmi")],
  ];
  for (const other of others) assert.throws(() => parseCid(other), /the CID is malformed/, other);
  assert.throws(() => formatCid({ codec: "raw", hash: new Uint8Array(31) }), /32 bytes, got 31/);
});

test("a node is read back, and whatever differs from it by a byte is refused or another node", async () => {
  const { node } = await fileTree(await hashesOf([65_536, 300, 65_536]));
  const links = decodeFileNode(node!.bytes);
  assert.deepEqual(
    links,
    node!.parts.map(({ cid, size, blockBytes }) => ({ cid, size, blockBytes })),
  );
  for (let at = 0; at < node!.bytes.length; at++)
    for (const bit of [1, 0x10, 0x80]) {
      const changed = node!.bytes.slice();
      changed[at]! ^= bit;
      const read = tryDecode(changed);
      if (read) assert.deepEqual(encodeFileNode(read), changed);
      assert.equal(tryDecode(node!.bytes.slice(0, at)), undefined);
    }
});

test("a node that is no part of a file of chunks is refused", async () => {
  const { node } = await fileTree(await hashesOf([65_536, 300]));
  const directory = Uint8Array.of(0x0a, 2, 0x08, 1);
  const inline = Uint8Array.of(0x0a, 6, 0x08, 2, 0x12, 0, 0x18, 0);
  const longer = Uint8Array.of(...node!.bytes, 0x0a, 0);
  // the sum of sizes is another than the one that is stated
  const lying = node!.bytes.slice();
  lying[node!.bytes.indexOf(0x18, node!.bytes.lastIndexOf(0x08)) + 1]! ^= 1;
  for (const bytes of [new Uint8Array(), directory, inline, longer, lying])
    assert.throws(() => decodeFileNode(bytes), /is no node of a file/);
});

test("varints hold sizes above 32 bits, and end", () => {
  for (const value of [0, 127, 128, 300, 2 ** 32, 2 ** 45 + 1, Number.MAX_SAFE_INTEGER])
    assert.equal(readVarint(varint(value), 0)!.value, value);
  assert.equal(readVarint(Uint8Array.of(0x80), 0), undefined);
  assert.equal(readVarint(new Uint8Array(12).fill(0xff), 0), undefined);
});

function tryDecode(bytes: Uint8Array): FileLink[] | undefined {
  try {
    return decodeFileNode(bytes);
  } catch {
    return undefined;
  }
}
