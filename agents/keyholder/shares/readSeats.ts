// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, numberToHex, zeroAddress } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { keyRegistryAbi } from "../../sdk/abis.generated.ts";
import type { SeatOnChain } from "../policy.ts";
import type { SharePlace } from "./shareFile.ts";

/** Reads the committees of shares, and the seats that the shares name, at one block; undefined for an unknown committee. */
export async function readSeats(
  publicClient: ChainClient,
  { keyRegistry, blockNumber }: { keyRegistry: Address; blockNumber: bigint },
  shares: readonly SharePlace[],
): Promise<(SeatOnChain | undefined)[]> {
  if (shares.length === 0) return [];
  const contract = { address: keyRegistry, abi: keyRegistryAbi } as const;
  const multicall = { allowFailure: false, deployless: true, batchSize: 0, blockNumber } as const;
  const [committees, seats] = await Promise.all([
    publicClient.multicall({
      ...multicall,
      contracts: shares.map(
        ({ committeeId }) => ({ ...contract, functionName: "committeeOf", args: [committeeId] }) as const,
      ),
    }),
    publicClient.multicall({
      ...multicall,
      contracts: shares.map(
        ({ committeeId, epoch, index }) =>
          ({ ...contract, functionName: "seatOf", args: [committeeId, epoch, index] }) as const,
      ),
    }),
  ]);
  return committees.map(({ owner, epoch }, at) => {
    const [member, { prefix, x }] = seats[at]!;
    if (owner === zeroAddress) return undefined;
    const point = concatHex([numberToHex(prefix, { size: 1 }), numberToHex(x, { size: 32 })]);
    return { epoch, member, point };
  });
}
