// SPDX-License-Identifier: MIT
import { type Address, bytesToHex, type Hex } from "viem";
import type { AnyClient } from "../chain/clients.ts";
import type { ReadOptions } from "../chain/defineRead.ts";
import { withBlankCapsules } from "../content/capsules.ts";
import { getContentOf } from "../content/getContent.ts";
import type { WorkLayout } from "../content/layout.ts";
import { type ChunkLeaf, hashChunk } from "../content/leaf.ts";
import { encodeLeafList } from "../content/leafList.ts";
import type { Manifest } from "../content/manifestFields.ts";
import { getContentId, type WorkSize, type WorkTerms } from "../content/register.ts";
import type { Edge } from "../content/requestChunk.ts";
import { buildTree, type ContentTree, isWellFormed } from "../content/tree.ts";
import { workKeyOf } from "../encryption/creatorKeys.ts";
import type { Key } from "../encryption/keys.ts";
import { reasonOf } from "../wire/reasonOf.ts";
import { EdgeRefused, type UploadFetch, uploadToEdge } from "./edgeUpload.ts";
import { type IpfsFile, ipfsFilesOf } from "./ipfsFiles.ts";
import { chunksOf, fingerprintOf, type Media } from "./media.ts";
import { fileChanged, PublishFailed } from "./publishErrors.ts";
import { type Seal, type SealTo, sealManifest } from "./sealManifest.ts";

export type PublishProgress =
  /** Fragments whose plaintext was read for the work's name. */
  | { stage: "read"; done: number; total: number }
  | { stage: "hash"; done: number; total: number }
  | { stage: "register"; contentId: Hex }
  /** The edges wait until the registration is final on chain. */
  | { stage: "final" }
  /** Chunks sent so far, to all edges together; those that an edge had already are not sent. */
  | { stage: "upload"; sent: number };

export type PublishWorkParameters = Pick<ReadOptions, "contentRegistry"> & {
  media: Media;
  /** The account that registers the work. */
  publisher: Address;
  payee: Hex;
  ratePerSecondWei: bigint;
  /** Encrypts each fragment under keys that follow from this one and the work's id: {@link creatorSecret}. */
  secret?: Key | undefined;
  /** Seals the key of each period to this committee, which then gives keys to whoever the work's policy lets in. */
  committee?: SealTo | undefined;
  /** Seals in a thread of its own. */
  seal?: Seal | undefined;
  /** All get a copy. */
  edges: readonly Edge[];
  /** Sends the registration, and resolves once the work is registered. Not called for a work that an earlier run registered. */
  register(terms: WorkTerms & WorkSize): Promise<unknown>;
  /** Hashes a chunk, as in a thread of its own; `parallel` of them at once. */
  hashing?: { hash: typeof hashChunk; parallel: number };
  /** What is said of an edge that failed. */
  describe?(error: unknown): string;
  onProgress?: ((progress: PublishProgress) => void) | undefined;
  /** Sends each upload: `signIn.fetch` for edges that ask who uploads. */
  fetch?: UploadFetch | undefined;
  signal?: AbortSignal | undefined;
};

export type PublishedWork = {
  contentId: Hex;
  leafCount: number;
  byteCount: bigint;
  manifest: Manifest;
  layout: WorkLayout;
  tree: ContentTree;
  /** Opens the whole work; undefined for one that is not encrypted. */
  workKey: Key | undefined;
  /** The renditions, in their order, as IPFS has them. */
  files: IpfsFile[];
  /** Reads a chunk once more, as for a CAR of a file. Throws as {@link publishWork} does when the media has changed. */
  readChunk(index: number): Promise<Uint8Array>;
  /** The edges that hold the whole work now. */
  stored: Edge[];
  failures: { edge: Edge; reason: string }[];
};

/**
 * Publishes media: commits to its chunks on chain, and brings them to all edges. Publishing the same media to the same
 * payee at the same rate again goes on where it stopped, and is one work for ever.
 *
 * @throws PublishFailed when the media changes meanwhile, when its id is taken by other bytes, and when no edge took all of it.
 * @example
 * const secret = await creatorSecret((message) => wallet.signMessage({ message }));
 * const { contentId, workKey } = await publishWork(wallet, {
 *   ...{ media, payee, ratePerSecondWei, secret, edges, publisher: wallet.account.address },
 *   register: (work) => wallet.content.registerSync(work),
 * });
 */
export async function publishWork(
  client: AnyClient,
  parameters: PublishWorkParameters,
): Promise<PublishedWork> {
  const { publisher, secret, edges, onProgress, contentRegistry, signal } = parameters;
  const committee = committeeOf(parameters);
  const media = committee
    ? { ...parameters.media, manifest: withBlankCapsules(parameters.media.manifest, committee.id) }
    : parameters.media;
  if (edges.length === 0)
    throw new PublishFailed("There is no edge to publish to.", { advice: "Start one, then publish again." });
  const total = media.manifest.renditions.reduce((sum, { fragments }) => sum + fragments.length, 0);
  let done = 0;
  const onRead = () => onProgress?.({ stage: "read", done: ++done, total });
  const fingerprint = await fingerprintOf(media, parameters, { signal, onRead });
  const { salt } = fingerprint;
  const contentId = await getContentId(client, { publisher, salt, contentRegistry });
  const workKey = secret && (await workKeyOf(secret, contentId));
  const work = { contentId, generation: 0 };
  const manifest =
    committee && workKey
      ? await sealManifest(media.manifest, { work, workKey, committee }, parameters.seal)
      : media.manifest;
  const { layout, readChunk } = chunksOf({ ...media, manifest }, fingerprint, work, workKey);
  const tree = await hashChunks(layout.chunkCount, readChunk, parameters);
  onProgress?.({ stage: "register", contentId });
  await registerOnce(client, { contentId, salt, tree }, parameters);
  let unread: unknown;
  const upload = {
    ...{ contentId, leafList: encodeLeafList(tree.leaves) },
    readChunk: (index: number) =>
      readChunk(index).catch((error) => {
        unread ??= error;
        throw error;
      }),
  };
  const { stored, failures } = await uploadToAll(upload, parameters, () => unread);
  if (stored.length === 0) throw refusedByAll(media.path, failures);
  const { byteCount, leaves } = tree;
  const files = await ipfsFilesOf(manifest, layout, leaves);
  return {
    ...{ contentId, leafCount: leaves.length, byteCount, manifest, layout, tree, workKey },
    ...{ files, readChunk, stored, failures },
  };
}

/** Throws a PublishFailed where there would be no key to seal. */
function committeeOf({ committee, secret }: PublishWorkParameters): SealTo | undefined {
  if (committee && !secret)
    throw new PublishFailed("A work that is stored in the clear has no keys for a committee.", {
      advice: "Publish it encrypted, or without a committee.",
    });
  return committee && { ...committee, id: committee.id.toLowerCase() as Hex };
}

async function hashChunks(
  chunkCount: number,
  readChunk: (index: number) => Promise<Uint8Array>,
  { hashing = { hash: hashChunk, parallel: 1 }, onProgress, signal }: PublishWorkParameters,
): Promise<ContentTree> {
  const leaves: ChunkLeaf[] = [];
  let done = 0;
  const indices = Array.from({ length: chunkCount }, (_, index) => index).values();
  const hashInTurn = async () => {
    for (const index of indices) {
      signal?.throwIfAborted();
      leaves[index] = await hashing.hash(index, await readChunk(index));
      onProgress?.({ stage: "hash", done: ++done, total: chunkCount });
    }
  };
  await Promise.all(Array.from({ length: hashing.parallel }, hashInTurn));
  return buildTree(leaves);
}

type Named = { contentId: Hex; salt: Hex; tree: ContentTree };

/** Registers the work unless an earlier run did. */
async function registerOnce(
  client: AnyClient,
  { contentId, salt, tree }: Named,
  { media, payee, ratePerSecondWei, contentRegistry, register }: PublishWorkParameters,
): Promise<void> {
  const isRegistered = async () => {
    const content = await getContentOf(client, { contentId, contentRegistry });
    if (content.leafCount === 0n) return false;
    if (isWellFormed({ contentId, ...content }, tree)) return true;
    throw new PublishFailed(
      `The work ${contentId} is registered with other bytes than ${media.path} gives now.`,
      {
        advice:
          "Publish it from the account and with the settings of the first time, or under another title.",
      },
    );
  };
  if (await isRegistered()) return;
  const checkpointsRoot = bytesToHex(tree.checkpointsRoot);
  const size = { leafCount: BigInt(tree.leaves.length), byteCount: tree.byteCount, checkpointsRoot };
  try {
    await register({ salt, payee, ratePerSecondWei, ...size });
  } catch (error) {
    // an earlier run's transaction came to its end meanwhile
    const { errorName } = error as { errorName?: string };
    if (errorName !== "ContentRegistry_AlreadyRegistered" || !(await isRegistered())) throw error;
  }
}

/** @param unread What could not be read of the media, where that is why an upload failed. */
async function uploadToAll(
  upload: Parameters<typeof uploadToEdge>[1],
  { media, edges, onProgress, describe = reasonOf, fetch, signal }: PublishWorkParameters,
  unread: () => unknown,
) {
  let sent = 0;
  const onChunk = () => onProgress?.({ stage: "upload", sent: ++sent });
  const onNotFinal = () => onProgress?.({ stage: "final" });
  const outcomes = await Promise.all(
    edges.map(async (edge) => {
      const options = { onChunk, onNotFinal, fetch, signal };
      return uploadToEdge(edge, upload, options).then(
        () => ({ edge, isStored: true as const }),
        (error: unknown) => ({ edge, isStored: false as const, error }),
      );
    }),
  );
  signal?.throwIfAborted();
  if (unread()) throw unread();
  const failed = outcomes.filter((outcome) => !outcome.isStored);
  if (failed.some(({ error }) => error instanceof EdgeRefused && error.code === "chunk_differs"))
    throw fileChanged(media.path);
  return {
    stored: outcomes.filter(({ isStored }) => isStored).map(({ edge }) => edge),
    failures: failed.map(({ edge, error }) => ({ edge, reason: describe(error) })),
  };
}

function refusedByAll(path: string, failures: PublishedWork["failures"]): PublishFailed {
  const reasons = failures.map(({ edge, reason }) => `  ${edge.endpoint}: ${reason}`).join("\n");
  return new PublishFailed(`No edge took all of ${path}:\n${reasons}\n`, {
    advice: "It is registered on chain. Publish it again to go on; what has arrived is not sent twice.",
    retryable: true,
  });
}
