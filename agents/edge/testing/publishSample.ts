// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { bytesToHex, createWalletClient, type Hex, http, pad } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import type { Devchain } from "../../localnet/devchain.ts";
import { contentRegistryAbi } from "../../sdk/abis.generated.ts";
import { hashChunk } from "../../sdk/content/leaf.ts";
import { encodeLeafList } from "../../sdk/content/leafList.ts";
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
export async function registerTree(
  devchain: Devchain,
  tree: Pick<ContentTree, "leaves" | "byteCount" | "checkpointsRoot">,
): Promise<CommittedContent> {
  const registry = {
    address: devchain.deployment.contracts.ContentRegistry,
    abi: contentRegistryAbi,
  } as const;
  const { account } = await devchain.newAccount();
  const wallet = createWalletClient({ account, chain: foundry, transport: http(devchain.rpcUrl) });
  const salt: Hex = `0x${randomBytes(32).toString("hex")}`;
  const payee = pad(privateKeyToAccount(salt).address);
  const sizes = [BigInt(tree.leaves.length), tree.byteCount] as const;
  const args = [salt, payee, 1n, ...sizes, bytesToHex(tree.checkpointsRoot)] as const;
  const hash = await wallet.writeContract({ ...registry, functionName: "register", args });
  await devchain.anvil.client.waitForTransactionReceipt({ hash });
  const contentId = await devchain.anvil.client.readContract({
    ...registry,
    functionName: "contentIdOf",
    args: [account.address, salt],
  });
  const committed = await devchain.anvil.client.readContract({
    ...registry,
    functionName: "contentOf",
    args: [contentId],
  });
  return { contentId, ...committed };
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
