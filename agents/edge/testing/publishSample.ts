// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { type Address, bytesToHex, createWalletClient, type Hex, http, pad } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Devchain } from "../../localnet/devchain.ts";
import { contentRegistryAbi } from "../../sdk/abis.generated.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { type ChunkLeaf, hashChunk, leafHash } from "../../sdk/content/leaf.ts";
import { encodeLeafList } from "../../sdk/content/leafList.ts";
import { buildLevels, concatBytes, rootOf } from "../../sdk/content/merkle.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { sampleBytes } from "../../sdk/content/testing/sampleWork.ts";
import { buildTree, type CommittedContent, type ContentTree } from "../../sdk/content/tree.ts";

export type SampleContent = {
  chunks: Uint8Array[];
  tree: ContentTree;
  leafList: Uint8Array;
  content: CommittedContent;
};

/** Registers a work of chunks of the given lengths, without a copy on any edge. */
export async function registerSample(
  devchain: Devchain,
  lengths: readonly number[],
  seed = 0,
): Promise<SampleContent> {
  const chunks = lengths.map((length, index) => sampleBytes(length, seed + index));
  const tree = buildTree(await Promise.all(chunks.map((chunk, index) => hashChunk(index, chunk))));
  return { chunks, tree, leafList: encodeLeafList(tree.leaves), content: await registerTree(devchain, tree) };
}

/** Registers any tree under a new id. */
export async function registerTree(devchain: Devchain, tree: Committed): Promise<CommittedContent> {
  const contentId = await (await newPublisher(devchain)).register(tree);
  const committed = await devchain.anvil.client.readContract({
    address: devchain.deployment.contracts.ContentRegistry,
    abi: contentRegistryAbi,
    functionName: "contentOf",
    args: [contentId],
  });
  return { contentId, ...committed };
}

type Committed = Pick<ContentTree, "leaves" | "byteCount" | "checkpointsRoot">;

/** A new account that registers works, republishes them, and lets live ones grow. */
export async function newPublisher(devchain: Devchain) {
  const registry = {
    address: devchain.deployment.contracts.ContentRegistry,
    abi: contentRegistryAbi,
  } as const;
  const { client } = devchain.anvil;
  const { account } = await devchain.newAccount();
  const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
  const mined = async (hash: Hex) => void (await client.waitForTransactionReceipt({ hash }));
  const newId = async () => {
    const salt: Hex = `0x${randomBytes(32).toString("hex")}`;
    const args = [account.address, salt] as const;
    const contentId = await client.readContract({ ...registry, functionName: "contentIdOf", args });
    return { salt, contentId, payee: pad(privateKeyToAccount(salt).address) };
  };
  const sizesOf = (tree: Committed) =>
    [BigInt(tree.leaves.length), tree.byteCount, bytesToHex(tree.checkpointsRoot)] as const;
  return {
    account,
    async register(tree: Committed, paid?: Address): Promise<Hex> {
      const { salt, contentId, payee: other } = await newId();
      const payee = paid ? pad(paid) : other;
      const args = [salt, payee, 1n, ...sizesOf(tree)] as const;
      await mined(await wallet.writeContract({ ...registry, functionName: "register", args }));
      return contentId;
    },
    async republish(contentId: Hex, tree: Committed): Promise<void> {
      const args = [contentId, ...sizesOf(tree)] as const;
      await mined(await wallet.writeContract({ ...registry, functionName: "republish", args }));
    },
    async registerLive(): Promise<Hex> {
      const { salt, contentId, payee } = await newId();
      const args = [salt, payee, 1n] as const;
      await mined(await wallet.writeContract({ ...registry, functionName: "registerLive", args }));
      return contentId;
    },
    /** Appends a checkpoint of leaves that have their index in the whole work. */
    async append(contentId: Hex, leaves: readonly ChunkLeaf[]): Promise<void> {
      const root = bytesToHex(rootOf(buildLevels(concatBytes(leaves.map(leafHash)))));
      const byteCount = leaves.reduce((sum, { length }) => sum + BigInt(length), 0n);
      const args = [contentId, root, leaves.length, byteCount] as const;
      await mined(await wallet.writeContract({ ...registry, functionName: "appendCheckpoint", args }));
    },
  };
}

/** Sends `body` to an edge, and returns the status and the body of the answer. */
export async function putToEdge(edge: Edge, path: string, body: Uint8Array) {
  const response = await fetch(`${edge.endpoint}${path}`, {
    method: "PUT",
    body: body as Uint8Array<ArrayBuffer>,
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

/** Uploads the whole work to an edge. */
export async function storeSample(edge: Edge, { content, leafList, chunks }: SampleContent): Promise<void> {
  const path = `/v1/content/${content.contentId}`;
  const bodies: [string, Uint8Array][] = [[path, leafList]];
  for (const [index, chunk] of chunks.entries()) bodies.push([`${path}/chunks/${index}`, chunk]);
  for (const [to, body] of bodies) {
    const { status, body: answer } = await putToEdge(edge, to, body);
    if (status >= 300) throw new Error(`${to} was refused with ${status}: ${answer?.detail}`);
  }
}
