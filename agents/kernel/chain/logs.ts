// SPDX-License-Identifier: GPL-3.0-or-later
import type { Transaction } from "kysely";
import { type AbiEvent, type Address, BaseError, type GetLogsReturnType } from "viem";
import { isConnectionError, TryAgainError } from "../process/errors.ts";
import { forkPoint, readCursor, rememberedHash, rewindCursor, saveCursor } from "../store/logCursor.ts";
import type { Store } from "../store/store.ts";
import { type ChainClient, latestFinal } from "./chain.ts";

export type DecodedLogs<Events extends readonly AbiEvent[]> = GetLogsReturnType<
  undefined,
  Events,
  true,
  bigint,
  bigint
>;

export type FollowOptions<Tables, Events extends readonly AbiEvent[]> = {
  publicClient: ChainClient;
  store: Store<Tables>;
  /** The cursor's name: unique in the store, and never changed. */
  name: string;
  address: Address | Address[];
  events: Events;
  /** The first block worth reading. */
  startBlock: bigint;
  /** Blocks on top of a block before its logs are handed on; 0 follows the head and its reorgs. */
  finalityBlocks: number;
  /** Blocks in one request. Halved for as long as the RPC refuses. */
  maxRange?: number;
  /**
   * Stores the logs of a range through `trx`: logs and cursor are saved together or not at all. Called in order, once a
   * range, and only for ranges with logs. Must make no network calls.
   */
  onLogs(
    logs: DecodedLogs<Events>,
    at: { trx: Transaction<Tables>; fromBlock: bigint; toBlock: bigint },
  ): Promise<void>;
  /** Deletes all rows from block `fromBlock` on, which a reorg replaced. The new logs follow through `onLogs`. */
  onRewind(fromBlock: bigint, at: { trx: Transaction<Tables> }): Promise<void>;
};

export type LogFollower = {
  /** Reads on to the last final block. Idempotent, as the tick of a loop; a failure keeps the ranges saved before. */
  poll(signal?: AbortSignal): Promise<{ nextBlock: bigint; final: bigint }>;
};

/** Follows the logs of contracts by ranges of blocks, without server-side filters, which servers forget. */
export function followLogs<Tables, const Events extends readonly AbiEvent[]>(
  options: FollowOptions<Tables, Events>,
): LogFollower {
  const {
    publicClient,
    store,
    name,
    address,
    events,
    startBlock,
    finalityBlocks,
    maxRange = 2_000,
  } = options;

  async function hashOf(blockNumber: bigint): Promise<string> {
    return (await publicClient.getBlock({ blockNumber })).hash;
  }

  async function rewindAfterReorg(): Promise<void> {
    const head = await publicClient.getBlockNumber({ cacheTime: 0 });
    const fork = await forkPoint(store.kernel, name, head, hashOf);
    if (fork === undefined) return;
    const fromBlock = fork === "all" ? startBlock : fork;
    await store.transaction(async (trx) => {
      await options.onRewind(fromBlock, { trx });
      await rewindCursor(trx, name, fromBlock);
    });
  }

  async function readRange(fromBlock: bigint, toBlock: bigint): Promise<void> {
    const hash = await hashOf(toBlock);
    const logs = await publicClient.getLogs({ address, events, fromBlock, toBlock, strict: true });
    const changed = (await hashOf(toBlock)) !== hash;
    // a range saved on top of a replaced block would hide the reorg
    const before = await rememberedHash(store.kernel, name, fromBlock - 1n);
    if (changed || (before && (await hashOf(fromBlock - 1n)) !== before))
      throw new TryAgainError(`The chain changed at block ${toBlock} or below during a read.`);
    await store.transaction(async (trx) => {
      if (logs.length > 0) await options.onLogs(logs as DecodedLogs<Events>, { trx, fromBlock, toBlock });
      await saveCursor(trx, name, { block: toBlock, hash });
    });
  }

  async function poll(signal?: AbortSignal) {
    await rewindAfterReorg();
    const final = await latestFinal(publicClient, finalityBlocks);
    let nextBlock = (await readCursor(store.kernel, name)) ?? startBlock;
    let range = BigInt(maxRange);
    while (nextBlock <= final && !signal?.aborted) {
      const toBlock = nextBlock + range - 1n < final ? nextBlock + range - 1n : final;
      try {
        await readRange(nextBlock, toBlock);
        nextBlock = toBlock + 1n;
      } catch (error) {
        if (!refusesRange(error) || toBlock === nextBlock) throw error;
        range = (toBlock - nextBlock + 1n) / 2n;
      }
    }
    return { nextBlock, final };
  }

  return { poll };
}

/** Any refusal counts, since each provider words "too many blocks" and "too many logs" its own way; silence does not. */
function refusesRange(error: unknown): boolean {
  return error instanceof BaseError && (error.name === "TimeoutError" || !isConnectionError(error));
}
