// SPDX-License-Identifier: MIT
// Records what IPFS's own packages make of files, for unixfs.test.ts: 13 MB of packages that no test should need. In a folder beside:
//   npm install --save-exact ipfs-unixfs-importer@17.1.1 @ipld/car@5.4.7 blockstore-core
//   node agents/sdk/content/testing/recordIpfs.ts THAT_FOLDER
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { carOf } from "../car.ts";
import { fileTree } from "../unixfs.ts";
import { chunkOf, FILES, hashesOf } from "./ipfsFiles.ts";

const load = (path: string) =>
  import(pathToFileURL(join(resolve(process.argv[2]!), "node_modules", path)).href);
const { importer } = await load("ipfs-unixfs-importer/dist/src/index.js");
const { balanced } = await load("ipfs-unixfs-importer/dist/src/layout/index.js");
const { MemoryBlockstore } = await load("blockstore-core/dist/src/index.js");
const { CarReader } = await load("@ipld/car/src/index.js");

const recorded: Record<string, { root: string; blockBytes: number }> = {};
for (const [name, { sizes, maxLinks }] of Object.entries(FILES)) {
  const chunks = async function* () {
    for (const [place, size] of sizes.entries()) yield chunkOf(place, size);
    // as the chunkers of the package do
    if (sizes.length === 0) yield new Uint8Array();
  };
  const options = {
    ...{ cidVersion: 1, rawLeaves: true, wrapWithDirectory: false, chunker: chunks },
    layout: balanced({ maxChildrenPerNode: maxLinks }),
  };
  // the chunker ignores the content
  const source = [{ path: "file", content: new Uint8Array(1) }];
  for await (const { cid, size } of importer(source, new MemoryBlockstore(), options))
    recorded[name] = { root: String(cid), blockBytes: Number(size) };
  await requireReadable(name);
}
writeFileSync(new URL("ipfs.json", import.meta.url), `${JSON.stringify(recorded, null, 2)}\n`);

/** @ipld/car must read our CAR: the root, and each block under its CID. */
async function requireReadable(name: string): Promise<void> {
  const { sizes, maxLinks } = FILES[name]!;
  const tree = await fileTree(await hashesOf(sizes), { maxLinks });
  const reader = await CarReader.fromIterable(carOf(tree, async (place) => chunkOf(place, sizes[place]!)));
  const [root] = await reader.getRoots();
  let blocks = 0;
  for await (const { cid, bytes } of reader.blocks()) {
    const hash = Buffer.from(await crypto.subtle.digest("SHA-256", bytes));
    if (!hash.equals(cid.multihash.digest)) throw new Error(`${name}: block ${blocks} is not under its CID`);
    blocks++;
  }
  if (String(root) !== recorded[name]!.root) throw new Error(`${name}: the CAR's root is ${root}`);
  console.log(`${name}: ${root}, ${blocks} blocks`);
}
