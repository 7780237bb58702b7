// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, encodeFunctionData, encodePacked, type Hex, keccak256 } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { RevertError } from "../kernel/chain/revert.ts";
import { describeError, UserError } from "../kernel/process/errors.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { type ChunkLeaf, hashChunk } from "../sdk/content/leaf.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import type { Manifest } from "../sdk/content/manifest.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";
import { buildTree, type ContentTree } from "../sdk/content/tree.ts";
import { EdgeRefusedError, uploadToEdge } from "./edgeUpload.ts";
import { fileChanged, type MediaFile, type MediaFileOptions, openMediaFile } from "./mediaFile.ts";

export type PublishProgress =
  | { stage: "hash"; done: number; total: number }
  | { stage: "register"; contentId: Hex }
  /** Chunks sent so far, to all edges together; those that an edge had already are not sent. */
  | { stage: "upload"; sent: number };

export type PublishParameters = {
  chain: ChainConnection<"ContentRegistry">;
  /** Sends the registration; its account is the publisher. */
  sender: Sender;
  media: MediaFile;
  payee: Hex;
  ratePerSecondWei: bigint;
  /** All get a copy. */
  edges: readonly Edge[];
  onProgress?(progress: PublishProgress): void;
  signal?: AbortSignal;
};

export type Published = {
  contentId: Hex;
  leafCount: number;
  byteCount: bigint;
  manifest: Manifest;
  /** The edges that hold the whole work now. */
  stored: Edge[];
  failures: { edge: Edge; reason: string }[];
};

/** {@link publishMedia}, of the file at a path. */
export async function publishFile({
  file,
  title,
  durationSec,
  ...parameters
}: Omit<PublishParameters, "media"> & MediaFileOptions & { file: string }): Promise<Published> {
  const media = await openMediaFile(file, { title, durationSec });
  try {
    return await publishMedia({ ...parameters, media });
  } finally {
    await media.close();
  }
}

/**
 * Publishes a file: commits to its chunks on chain, and brings them to all edges. Publishing the same file to the same
 * payee at the same rate again goes on where it stopped, and is one work for ever.
 * Throws a UserError when the file changes meanwhile, and when no edge took all of it.
 */
export async function publishMedia(parameters: PublishParameters): Promise<Published> {
  const { chain, sender, media, edges, onProgress, signal } = parameters;
  if (edges.length === 0)
    throw new UserError("There is no edge to publish to.", "Start one, then publish again.");
  const tree = await hashFile(media, parameters);
  const contentId = await registerOnce(chain, sender, tree, parameters);
  const leafList = encodeLeafList(tree.leaves);
  let sent = 0;
  const onChunk = () => onProgress?.({ stage: "upload", sent: ++sent });
  const upload = { contentId, leafList, readChunk: media.readChunk };
  const outcomes = await Promise.all(
    edges.map(async (edge) => {
      const error = await uploadToEdge(edge, upload, { onChunk, signal }).then(() => undefined, asError);
      return { edge, error };
    }),
  );
  signal?.throwIfAborted();
  if (outcomes.some(({ error }) => isFileChange(error))) throw fileChanged(media.path);
  const stored = outcomes.filter(({ error }) => !error).map(({ edge }) => edge);
  const failures = outcomes.flatMap(({ edge, error }) =>
    error ? [{ edge, reason: describeError(error) }] : [],
  );
  if (stored.length === 0) throw refusedByAll(media.path, failures);
  const { byteCount, leaves } = tree;
  return { contentId, leafCount: leaves.length, byteCount, manifest: media.manifest, stored, failures };
}

async function hashFile(file: MediaFile, { onProgress, signal }: PublishParameters): Promise<ContentTree> {
  const leaves: ChunkLeaf[] = [];
  for (let index = 0; index < file.chunkCount; index++) {
    signal?.throwIfAborted();
    leaves.push(await hashChunk(index, await file.readChunk(index)));
    onProgress?.({ stage: "hash", done: leaves.length, total: file.chunkCount });
  }
  return buildTree(leaves);
}

/** Registers the work unless it is; the salt is made of all that makes it this work, so a second run finds the first. */
async function registerOnce(
  chain: ChainConnection<"ContentRegistry">,
  sender: Sender,
  tree: ContentTree,
  { payee, ratePerSecondWei, onProgress }: PublishParameters,
): Promise<Hex> {
  const registry = { address: chain.deployment.contracts.ContentRegistry, abi: contentRegistryAbi } as const;
  const checkpointsRoot = bytesToHex(tree.checkpointsRoot);
  const salt = keccak256(
    encodePacked(["bytes32", "bytes32", "uint96"], [checkpointsRoot, payee, ratePerSecondWei]),
  );
  const publisher: Address = sender.address;
  const contentId = await chain.publicClient.readContract({
    ...registry,
    functionName: "contentIdOf",
    args: [publisher, salt],
  });
  onProgress?.({ stage: "register", contentId });
  const { leafCount } = await chain.publicClient.readContract({
    ...registry,
    functionName: "contentOf",
    args: [contentId],
  });
  if (leafCount > 0n) return contentId;
  const args = [
    salt,
    payee,
    ratePerSecondWei,
    BigInt(tree.leaves.length),
    tree.byteCount,
    checkpointsRoot,
  ] as const;
  const data = encodeFunctionData({ abi: contentRegistryAbi, functionName: "register", args });
  try {
    await sender.send({ to: registry.address, data, label: "register the work" });
  } catch (error) {
    // an earlier run's transaction, which the sender has just brought to its end
    const registered =
      error instanceof RevertError && error.errorName === "ContentRegistry_AlreadyRegistered";
    if (!registered) throw error;
  }
  return contentId;
}

const asError = (error: unknown) => error as Error;

const isFileChange = (error: Error | undefined) =>
  error instanceof UserError || (error instanceof EdgeRefusedError && error.code === "chunk_differs");

function refusedByAll(path: string, failures: Published["failures"]): UserError {
  const reasons = failures.map(({ edge, reason }) => `  ${edge.endpoint}: ${reason}`).join("\n");
  return new UserError(
    `No edge took all of ${path}:\n${reasons}\n`,
    "It is registered on chain. Publish it again to go on; what has arrived is not sent twice.",
  );
}
