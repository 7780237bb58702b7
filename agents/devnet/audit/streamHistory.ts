// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { encodeAbiParameters, keccak256 } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import { streamingProtocolAbi, streamPoolsAbi } from "../../sdk/abis.generated.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import { sum } from "./history.ts";

/** Time that one viewer paid one payee for. `rate` has 16 binary places, as on chain; amounts in wei. */
export type PaidTime = { payee: Payee; rate: bigint; seconds: bigint };

/** The ended streams and seats of StreamingProtocol and StreamPools. */
export type StreamHistory = {
  streams: (PaidTime & { withdrawn: bigint })[];
  seats: PaidTime[];
  collected: { payee: Payee; amountWei: bigint }[];
};

/** Reads the history from the logs; meant for short chains without pauses, top-ups and changes of rate. */
export async function readStreamHistory(
  client: ChainClient,
  { contracts, startBlock }: Deployment,
): Promise<StreamHistory> {
  const streams = { abi: streamingProtocolAbi, address: contracts.StreamingProtocol } as const;
  const pools = { abi: streamPoolsAbi, address: contracts.StreamPools } as const;
  const all = { fromBlock: startBlock, strict: true } as const;
  const [opened, withdrawn, cancelled, joined, left, collected] = await Promise.all([
    client.getContractEvents({ ...streams, eventName: "StreamOpened", ...all }),
    client.getContractEvents({ ...streams, eventName: "Withdrawn", ...all }),
    client.getContractEvents({ ...streams, eventName: "StreamCancelled", ...all }),
    client.getContractEvents({ ...pools, eventName: "PoolJoined", ...all }),
    client.getContractEvents({ ...pools, eventName: "PoolLeft", ...all }),
    client.getContractEvents({ ...pools, eventName: "PoolCollected", ...all }),
  ]);
  const timeOf = async ({ blockNumber }: { blockNumber: bigint }) =>
    (await client.getBlock({ blockNumber })).timestamp;

  const payeeOfPool = new Map<Hex, Payee>();
  const seats: PaidTime[] = [];
  for (const log of joined) {
    const { contentId, payee, token, viewer, rate } = log.args;
    const poolId = hashOf(contentId, payee, token);
    payeeOfPool.set(poolId, payee);
    const end = left.find(({ args }) => args.poolId === poolId && args.viewer === viewer);
    if (end) seats.push({ payee, rate, seconds: (await timeOf(end)) - (await timeOf(log)) });
  }
  const endedStream = async (log: (typeof opened)[number]) => {
    const { id, payee, token, rate } = log.args;
    const keyHash = hashOf(id, payee, token);
    const end = cancelled.find(({ args }) => args.keyHash === keyHash);
    if (!end) return undefined;
    const taken = withdrawn.filter(({ args }) => args.keyHash === keyHash);
    return {
      payee,
      rate,
      seconds: (await timeOf(end)) - (await timeOf(log)),
      withdrawn: end.args.paid + sum(taken.map(({ args }) => args.amount)),
    };
  };
  return {
    streams: (await Promise.all(opened.map(endedStream))).filter((stream) => stream !== undefined),
    seats,
    collected: collected.map(({ args }) => ({
      payee: payeeOfPool.get(args.poolId)!,
      amountWei: args.amount,
    })),
  };
}

/** The hash of a StreamKey or a PoolKey. */
const hashOf = (name: Hex, payee: Payee, token: Hex): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "bytes32" }, { type: "address" }],
      [name, payee, token],
    ),
  );
