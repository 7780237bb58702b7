// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  createPublicClient,
  custom,
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  type Hex,
  numberToHex,
} from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { splitRollupAbi } from "../../sdk/abis.generated.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { decodeBatch, encodeLink } from "../batch.ts";
import { type Credit, SegmentTree } from "../segment.ts";

export const ROLLUP: Address = "0x00000000000000000000000000000000000a11ce";
export const START_BLOCK = 1n;

/** Segment 0 of a rollup on a chain in memory: each batch of `credits` is one block later, settled where told. */
export function rollupInMemory({ blocksEach = 1n }: { blocksEach?: bigint } = {}) {
  const links: { batch: bigint; block: bigint; link: Hex; log: object }[] = [];
  const sums = new SegmentTree();
  const settled: bigint[][] = [sums.leaves];
  const roots = new Map<bigint, bigint>();
  let head = START_BLOCK;
  let batches = 0n;
  const chain = {
    /** The ranges of blocks that were asked for logs. */
    ranges: [] as [fromBlock: bigint, toBlock: bigint][],
    /** Blocks of a range that the RPC refuses. */
    mostBlocks: 2n ** 64n,
    /** The logs that the RPC hands out, by their place. */
    hides: (_: number): boolean => false,
    /** One batch, of one link for each list of credits. */
    batch(...given: Credit[][]) {
      for (const credits of given) {
        head += blocksEach;
        const link = encodeLink(credits);
        links.push({ batch: batches, block: head, link, log: logOf(batches, head, link) });
      }
      batches += 1n;
    },
    settle(count: bigint = batches) {
      for (let batch = BigInt(settled.length - 1); batch < count; batch++) {
        for (const { link } of links.filter((one) => one.batch === batch)) sums.credit(decodeBatch(link));
        settled.push(sums.leaves);
      }
      head += blocksEach;
    },
    head: () => head,
    leavesAfter: (count: number) => settled[count]!,
    client: createPublicClient({
      chain: foundry,
      transport: custom({ request: async ({ method, params }) => answer(method, params) }, { retryCount: 0 }),
    }) as unknown as ChainClient,
  };

  function answer(method: string, params: [Record<string, string>]): unknown {
    if (method === "eth_blockNumber") return numberToHex(head);
    if (method === "eth_getLogs") return logs(BigInt(params[0].fromBlock!), BigInt(params[0].toBlock!));
    if (method === "eth_call") return call(params[0].data as Hex);
    throw new Error(`the rollup in memory knows no ${method}`);
  }

  function logs(fromBlock: bigint, toBlock: bigint) {
    chain.ranges.push([fromBlock, toBlock]);
    if (toBlock - fromBlock >= chain.mostBlocks) throw new Error("too many blocks");
    return links
      .filter(({ block }, at) => fromBlock <= block && block <= toBlock && !chain.hides(at))
      .map(({ log }) => log);
  }

  function call(data: Hex): Hex {
    const { functionName, args } = decodeFunctionData({ abi: splitRollupAbi, data });
    const current = BigInt(settled.length - 1);
    if (functionName === "segmentOf") {
      const queue = { sealedBatches: batches, settledBatches: current, openEntries: 0, openedAt: 0 };
      return encodeFunctionResult({
        abi: splitRollupAbi,
        functionName,
        result: { openHash: numberToHex(0, { size: 32 }), ...queue },
      });
    }
    if (functionName !== "rootAt" || args[1] > current) throw new Error(`reverted: ${functionName}`);
    const known = roots.get(args[1]) ?? new SegmentTree(settled[Number(args[1])]).root;
    roots.set(args[1], known);
    return encodeFunctionResult({ abi: splitRollupAbi, functionName, result: known });
  }

  return chain;
}

const logOf = (batch: bigint, block: bigint, link: Hex) => ({
  address: ROLLUP,
  blockHash: numberToHex(block, { size: 32 }),
  blockNumber: numberToHex(block),
  logIndex: "0x0",
  transactionHash: numberToHex(block, { size: 32 }),
  transactionIndex: "0x0",
  removed: false,
  topics: encodeEventTopics({ abi: splitRollupAbi, eventName: "Credited", args: { segment: 0n, batch } }),
  data: encodeAbiParameters([{ type: "bytes" }], [link]),
});
