// SPDX-License-Identifier: MIT
// The inputs and results of docs/FORMAT.md that TypeScript, Solidity and a browser check. Written by
// `node agents/sdk/content/testing/recordFormat.ts`; a test says when the file is another.
import { bytesToHex, encodeAbiParameters, type Hex, keccak256, pad } from "viem";
import { openFragment } from "../../encryption/fragment.ts";
import { fragmentKey, periodKey, renditionKey, workKey } from "../../encryption/keys.ts";
import { capsuleVectors } from "../../encryption/testing/capsuleVectors.ts";
import { concatBytes } from "../merkle.ts";
import { proofOf } from "../proof.ts";
import { contentRoot } from "../tree.ts";
import { sampleRenditions } from "./sampleRenditions.ts";
import { sampleBytes } from "./sampleWork.ts";

/** What the test in Solidity deploys and calls with. */
const DEPLOYED = {
  chainId: 31_337,
  contentRegistry: `0x${"c0".repeat(20)}`,
  publisher: `0x${"ab".repeat(20)}`,
  salt: `0x${"5a".repeat(32)}`,
  payee: pad(`0x${"0e".repeat(20)}`),
} as const;

/** A work of two renditions and one clear picture; its second rendition lasts two key periods. */
export async function formatVectors() {
  const { chainId, contentRegistry, publisher, salt } = DEPLOYED;
  const types = [{ type: "uint256" }, { type: "address" }, { type: "address" }, { type: "bytes32" }] as const;
  const contentId = keccak256(
    encodeAbiParameters(types, [BigInt(chainId), contentRegistry, publisher, salt]),
  );
  const work = { contentId, generation: 0 };
  const secret = sampleBytes(32, 42);
  const key = await workKey(secret, work);
  const plaintexts = [
    [sampleBytes(65_000, 1), sampleBytes(65_536 - 32, 2), sampleBytes(1, 3)],
    [sampleBytes(70_000, 4), sampleBytes(2_000, 5)],
  ];
  const init = Uint8Array.of(1, 2, 3);
  const { chunks, tree, layout, manifest, content } = await sampleRenditions(
    [
      {
        plaintexts: plaintexts[0]!,
        init,
        kind: "video",
        name: "480p",
        codecs: "avc1.64001e,mp4a.40.2",
        width: 854,
        height: 480,
      },
      {
        plaintexts: plaintexts[1]!,
        fragmentSec: 60,
        kind: "audio",
        name: "English",
        language: "en",
        mediaType: "audio/mp4",
      },
    ],
    { workKey: key, contentId, poster: { mediaType: "image/png", bytes: Uint8Array.of(9) } },
  );
  const fragments = await Promise.all(
    layout.spans.flat().map(async ({ rendition, fragment, period, firstChunk, chunkCount }) => {
      const ofRendition = await renditionKey(key, work, rendition);
      const ofPeriod = await periodKey(ofRendition, work, rendition, period);
      const ofFragment = await fragmentKey(ofPeriod, work, rendition, period, fragment);
      const sealed = concatBytes(chunks.slice(firstChunk, firstChunk + chunkCount));
      await openFragment(ofFragment, sealed);
      const places = { rendition, fragment, period, firstChunk, chunkCount };
      return { ...places, key: bytesToHex(ofFragment), iv: bytesToHex(sealed.subarray(0, 16)) };
    }),
  );
  const manifestBytes = concatBytes(chunks.slice(0, layout.manifestChunks));
  const sizes = { leafCount: Number(content.leafCount), byteCount: Number(content.byteCount) };
  return {
    about:
      "The format of docs/FORMAT.md. sampleBytes(length, seed): x = seed + 1; each byte: x = x * 1664525 + 1013904223 mod 2^32, x >> 24.",
    ...DEPLOYED,
    ...{ contentId, secret: bytesToHex(secret), workKey: bytesToHex(key) },
    plaintexts: plaintexts.map((each) => each.map(({ length }) => length)),
    ...{ title: manifest.title, manifest: bytesToHex(manifestBytes), fragments },
    ...{
      ...sizes,
      checkpointsRoot: bytesToHex(tree.checkpointsRoot),
      root: rootOf(content, tree.checkpointsRoot),
    },
    proofs: chunks.map((_, index) => bytesToHex(proofOf(tree, index))),
    sealed: await capsuleVectors(manifest, work, key),
  };
}

const rootOf = (content: Parameters<typeof contentRoot>[0], checkpointsRoot: Uint8Array): Hex =>
  bytesToHex(contentRoot(content, checkpointsRoot));
