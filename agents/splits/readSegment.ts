// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAbiItem } from "viem";
import { describeError, UserError } from "../kernel/process/errors.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import { readRanges } from "../sdk/chain/blockRanges.ts";
import { decodeBatch } from "./batch.ts";
import { createRollupReader, type RollupClient, type RollupReader } from "./rollupReader.ts";
import { SegmentTree } from "./segment.ts";
import type { SegmentSnapshot } from "./snapshot.ts";

const credited = getAbiItem({ abi: splitRollupAbi, name: "Credited" });

export type ReadSegmentParameters = {
  publicClient: RollupClient;
  rollup: Address;
  segment: bigint;
  /** The first block with logs of the rollup. */
  startBlock: bigint;
  /** Blocks in one request; halved for as long as the RPC refuses. */
  maxRange?: bigint;
  /** From anybody: a snapshot that does not fit the chain is left out. Logs are read from the best one on. */
  snapshots?: readonly SegmentSnapshot[];
  /** Is told why a snapshot was left out. */
  onRefused?(reason: string): void;
};

/** A segment after its last settled batch. */
export type SegmentState = {
  tree: SegmentTree;
  settledBatches: bigint;
  /** The first block that may hold credits of later batches. */
  nextBlock: bigint;
};

/**
 * Rebuilds a segment up to its last settled batch, from the chain's logs alone (SPL-3), or from a snapshot and the logs
 * after it. Throws a UserError when neither gives the contract's root.
 */
export async function readSegment(parameters: ReadSegmentParameters): Promise<SegmentState> {
  const { publicClient, rollup, segment, startBlock, snapshots = [], onRefused } = parameters;
  const reader = createRollupReader(publicClient, rollup);
  const at = await publicClient.getBlockNumber({ cacheTime: 0 });
  const { settledBatches } = await reader.queueOf(segment, at);
  const chain = { reader, at, settledBatches };
  const newestFirst = snapshots.toSorted((a, b) => (a.settledBatches < b.settledBatches ? 1 : -1));
  for (const snapshot of newestFirst) {
    try {
      await requireRoot(snapshot, reader, at);
      return await readOn(parameters, snapshot, chain);
    } catch (error) {
      onRefused?.(`a snapshot of ${snapshot.settledBatches} batches is left out: ${describeError(error)}`);
    }
  }
  return readOn(parameters, { segment, settledBatches: 0n, nextBlock: startBlock, leaves: [] }, chain);
}

/** Adds what was settled since `from`: all credits are summed, and the tree is hashed once. */
async function readOn(
  parameters: ReadSegmentParameters,
  from: SegmentSnapshot,
  { reader, at, settledBatches }: { reader: RollupReader; at: bigint; settledBatches: bigint },
): Promise<SegmentState> {
  const { segment } = parameters;
  const tree = new SegmentTree(from.leaves);
  let nextBlock = at + 1n;
  for await (const { batch, link, block } of readLinks(parameters, from.nextBlock, at)) {
    if (batch >= settledBatches) nextBlock = block < nextBlock ? block : nextBlock;
    else if (batch >= from.settledBatches) tree.credit(decodeBatch(link));
  }
  const root = await reader.rootAfter(segment, settledBatches, at);
  if (tree.root !== root) {
    throw new UserError(
      `The logs of segment ${segment} give the root ${tree.root}, but the contract has ${root}.`,
      "The RPC keeps back logs, or the deployment's start block is too late. Use another RPC.",
    );
  }
  return { tree, settledBatches, nextBlock };
}

async function requireRoot(snapshot: SegmentSnapshot, reader: RollupReader, at: bigint): Promise<void> {
  const { segment, settledBatches, leaves } = snapshot;
  const root = await reader.rootAfter(segment, settledBatches, at);
  if (new SegmentTree(leaves).root === root) return;
  throw new Error(`its leaves do not give the contract's root`);
}

async function* readLinks(
  { publicClient, rollup, segment, maxRange = 2_000n }: ReadSegmentParameters,
  firstBlock: bigint,
  lastBlock: bigint,
) {
  const filter = { address: rollup, event: credited, args: { segment }, strict: true } as const;
  const ranges = readRanges({ fromBlock: firstBlock, toBlock: lastBlock, maxRange }, (range) =>
    publicClient.getLogs({ ...filter, ...range }),
  );
  for await (const logs of ranges)
    for (const { args, blockNumber } of logs) yield { ...args, block: blockNumber };
}
