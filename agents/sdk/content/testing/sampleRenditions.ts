// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { sealFragment } from "../../encryption/fragment.ts";
import { fragmentKeys, linkKeys } from "../../encryption/keyProvider.ts";
import type { Key } from "../../encryption/keys.ts";
import { type FragmentSpan, layoutOf } from "../layout.ts";
import { CHUNK_BYTES, hashChunk } from "../leaf.ts";
import { encodeManifest } from "../manifest.ts";
import { type Manifest, type Rendition, secondsOf } from "../manifestFields.ts";
import { buildTree } from "../tree.ts";
import { commit } from "./sampleWork.ts";

/** A rendition by the plaintexts of its fragments, each of `fragmentSec`. */
export type SampleRendition = Partial<Omit<Rendition, "fragments">> & {
  plaintexts: readonly Uint8Array[];
  fragmentSec?: number;
};

/** The fragments of each rendition as they are stored. */
export type Stored = readonly (readonly Uint8Array[])[];

type SampleWork = {
  workKey?: Key;
  contentId?: Hex;
  generation?: number;
  /** What a dishonest publisher commits to in the place of the fragments. */
  alter?: (stored: Stored) => Stored;
};

/** A whole work as it stands on edges and on chain; encrypted where `workKey` is given. */
export async function sampleRenditions(
  samples: readonly SampleRendition[],
  {
    workKey,
    contentId = `0x${"c0".repeat(32)}`,
    generation = 0,
    alter = (stored) => stored,
    ...fields
  }: Partial<Manifest> & SampleWork = {},
) {
  const manifestOf = (stored: Stored): Manifest => {
    const renditions = samples.map(({ plaintexts: _, fragmentSec = 1, ...rendition }, number) => ({
      ...({ kind: "file", name: "original", mediaType: "video/mp4", timescale: 1_000 } as const),
      init: new Uint8Array(),
      ...rendition,
      fragments: stored[number]!.map(({ length }) => ({
        ...{ byteCount: length, duration: fragmentSec * (rendition.timescale ?? 1_000) },
      })),
    }));
    return {
      ...{ title: "Sample", encryption: workKey ? "aes-256-gcm" : "none", keyPeriodSec: 60 },
      ...{ durationSec: Math.max(...renditions.map(secondsOf)), renditions, ...fields },
    };
  };
  const work = { contentId, generation };
  const keyOf = workKey && fragmentKeys(work, linkKeys(workKey)).keyOf;
  const sealed = async (span: FragmentSpan) => {
    const plaintext = samples[span.rendition]!.plaintexts[span.fragment]!;
    return keyOf ? sealFragment(await keyOf(span), plaintext) : plaintext;
  };
  // periods follow from durations alone
  const { spans } = layoutOf(manifestOf(samples.map(({ plaintexts }) => plaintexts)), 0);
  const honest = await Promise.all(spans.map((ofRendition) => Promise.all(ofRendition.map(sealed))));
  const stored = alter(honest);
  const manifest = manifestOf(stored);
  const encoded = encodeManifest(manifest);
  const chunks = [...cut(encoded), ...stored.flat().flatMap(cut)];
  const tree = buildTree(await Promise.all(chunks.map((chunk, index) => hashChunk(index, chunk))));
  const content = commit(tree, contentId, generation);
  return { manifest, layout: layoutOf(manifest, encoded.length), chunks, tree, content, stored };
}

function cut(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, at) => bytes.slice(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES));
}
