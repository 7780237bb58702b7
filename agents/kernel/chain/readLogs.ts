// SPDX-License-Identifier: GPL-3.0-or-later
import { BaseError } from "viem";
import { isConnectionError } from "../process/errors.ts";

export type RangeReader<Log> = (range: { fromBlock: bigint; toBlock: bigint }) => Promise<readonly Log[]>;

/** Any refusal counts, since each provider words "too many blocks" and "too many logs" its own way; silence does not. */
export function refusesRange(error: unknown): boolean {
  return error instanceof BaseError && (error.name === "TimeoutError" || !isConnectionError(error));
}

/**
 * Reads logs from `fromBlock` to `toBlock`, newest ranges first, in ranges that are halved for as long as the RPC refuses.
 * Ends at the first range for which `isEnough`.
 */
export async function readLogs<Log>(
  read: RangeReader<Log>,
  {
    fromBlock,
    toBlock,
    maxRange = toBlock - fromBlock + 1n,
    isEnough = () => false,
  }: { fromBlock: bigint; toBlock: bigint; maxRange?: bigint; isEnough?: (logs: readonly Log[]) => boolean },
): Promise<Log[]> {
  let logs: Log[] = [];
  let range = maxRange;
  for (let last = toBlock; last >= fromBlock; ) {
    const first = last - range + 1n > fromBlock ? last - range + 1n : fromBlock;
    try {
      logs = [...(await read({ fromBlock: first, toBlock: last })), ...logs];
      last = first - 1n;
    } catch (error) {
      if (!refusesRange(error) || first === last) throw error;
      range = (last - first + 1n) / 2n;
      continue;
    }
    if (isEnough(logs)) break;
  }
  return logs;
}
