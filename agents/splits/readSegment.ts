// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAbiItem, type Hex } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { decodeBatch } from "./batch.ts";
import { createRollupReader } from "./rollupReader.ts";
import { SegmentTree } from "./segment.ts";

const credited = getAbiItem({ abi: splitRollupAbi, name: "Credited" });

export type ReadSegmentParameters = {
  publicClient: ChainClient;
  rollup: Address;
  segment: bigint;
  /** The first block with logs of the rollup. */
  startBlock: bigint;
  /** Blocks in one request; halved for as long as the RPC refuses. */
  maxRange?: bigint;
};

/**
 * Rebuilds a segment from the chain's logs alone, up to its last settled batch (SPL-3).
 * Throws a UserError when the logs do not give the contract's root.
 */
export async function readSegment(
  parameters: ReadSegmentParameters,
): Promise<{ tree: SegmentTree; settledBatches: bigint }> {
  const { publicClient, rollup, segment } = parameters;
  const reader = createRollupReader(publicClient, rollup);
  const at = await publicClient.getBlockNumber({ cacheTime: 0 });
  const { settledBatches } = await reader.queueOf(segment, at);
  const tree = new SegmentTree();
  for (const { batch, link } of await readLinks(parameters, at)) {
    if (batch < settledBatches) tree.credit(decodeBatch(link));
  }
  const root = await reader.rootAfter(segment, settledBatches, at);
  if (tree.root !== root) {
    throw new UserError(
      `The logs of segment ${segment} give the root ${tree.root}, but the contract has ${root}.`,
      "The RPC keeps back logs, or the deployment's start block is too late. Use another RPC.",
    );
  }
  return { tree, settledBatches };
}

async function readLinks(
  parameters: ReadSegmentParameters,
  lastBlock: bigint,
): Promise<{ batch: bigint; link: Hex }[]> {
  const { publicClient, rollup, segment, startBlock, maxRange = 2_000n } = parameters;
  const links: { batch: bigint; link: Hex }[] = [];
  let range = maxRange;
  for (let fromBlock = startBlock; fromBlock <= lastBlock; ) {
    const end = fromBlock + range - 1n;
    const toBlock = end < lastBlock ? end : lastBlock;
    try {
      const filter = { address: rollup, event: credited, args: { segment }, strict: true } as const;
      const logs = await publicClient.getLogs({ ...filter, fromBlock, toBlock });
      links.push(...logs.map(({ args: { batch, link } }) => ({ batch, link })));
      fromBlock = toBlock + 1n;
    } catch (error) {
      if (range === 1n) throw error;
      range /= 2n;
    }
  }
  return links;
}
