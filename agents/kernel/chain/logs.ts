// SPDX-License-Identifier: GPL-3.0-or-later
import type { Transaction } from "kysely";
import { type AbiEvent, type Address, type GetLogsReturnType, type Hex, toEventSelector } from "viem";
import { type BlockRange, readRanges } from "../../sdk/chain/blockRanges.ts";
import { TryAgainError } from "../process/errors.ts";
import {
  type Doubt,
  doubts,
  forkPoint,
  readCursor,
  rememberedHash,
  rewindCursor,
  saveCursor,
  settleDoubt,
} from "../store/logCursor.ts";
import type { Store } from "../store/store.ts";
import { mayHoldLogs } from "./bloom.ts";
import { type ChainClient, finalUnder } from "./chain.ts";
import { type Header, headOf } from "./head.ts";

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
  /**
   * Deletes all rows from block `fromBlock` on, which a reorg replaced or a bad answer left incomplete. The new logs
   * follow through `onLogs`.
   */
  onRewind(fromBlock: bigint, at: { trx: Transaction<Tables> }): Promise<void>;
  /** Is told when a header promises logs and the RPC gives none: better read the state itself. */
  onMissing?(): void;
};

export type LogFollower = {
  /** Reads on to the last final block. Idempotent, as the tick of a loop; a failure keeps the ranges saved before. */
  poll(signal?: AbortSignal): Promise<{ nextBlock: bigint; final: bigint }>;
};

/** Blocks below the last final one that are read one by one, by their hashes; older ones by ranges. */
const ONE_BY_ONE = 16n;
/** A block with logs is read again under so many blocks: a node that lagged or lied at first is found out. */
const READ_AGAIN_UNDER = [1, 8] as const;

/**
 * Follows the logs of contracts, without server-side filters, which servers forget. A poll costs one call while nothing
 * happens: the newest header says whether its block may hold a log. The newest blocks are read by hash, each log must
 * name its block, and what was read is read again later; older ranges are read twice.
 */
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
  const head = headOf(publicClient);
  const filter = { address, events, strict: true } as const;
  const watched = { addresses: [address].flat(), topics: events.map(toEventSelector) };
  const NO_LOGS = [] as unknown as DecodedLogs<Events>;
  let done: { top: Hex; nextBlock: bigint; final: bigint } | undefined;

  async function rewind(fromBlock: bigint): Promise<void> {
    await store.transaction(async (trx) => {
      await options.onRewind(fromBlock, { trx });
      await rewindCursor(trx, name, fromBlock);
    });
  }

  async function rewindAfterReorg(top: Header): Promise<void> {
    const hashAt = async (number: bigint) => (await head.at(number, top)).hash;
    const fork = await forkPoint(store.kernel, name, top.number, hashAt);
    if (fork !== undefined) await rewind(fork === "all" ? startBlock : fork);
  }

  async function hashOf(blockNumber: bigint): Promise<Hex> {
    return (await publicClient.getBlock({ blockNumber })).hash;
  }

  type Part = { fromBlock: bigint; end: Header; parentHash?: Hex; doubt?: Doubt };

  async function save(logs: DecodedLogs<Events>, { fromBlock, end, parentHash, doubt }: Part): Promise<void> {
    // a block saved on top of a replaced one would hide the reorg
    const before = await rememberedHash(store.kernel, name, fromBlock - 1n);
    if (before && (parentHash ?? (await hashOf(fromBlock - 1n))) !== before) throw changed(end.number);
    await store.transaction(async (trx) => {
      if (logs.length > 0) await options.onLogs(logs, { trx, fromBlock, toBlock: end.number });
      await saveCursor(trx, name, { block: end.number, hash: end.hash, doubt });
    });
  }

  async function logsOf({ number, hash }: Pick<Header, "number" | "hash">): Promise<DecodedLogs<Events>> {
    const logs = await publicClient.getLogs({ ...filter, blockHash: hash });
    if (logs.some((log) => log.blockHash !== hash))
      throw new TryAgainError(`The RPC answered with logs of another block than ${number} (${hash}).`);
    return logs as DecodedLogs<Events>;
  }

  /** Reads the newest blocks one by one; those that hold no log for sure are saved as one. */
  async function readNewest(fromBlock: bigint, toBlock: bigint, top: Header): Promise<void> {
    let quiet: Part | undefined;
    for (let number = fromBlock; number <= toBlock; number += 1n) {
      const end = await head.at(number, top);
      const part = { fromBlock: number, parentHash: end.parentHash, end };
      if (!mayHoldLogs(end, watched)) {
        quiet = { ...part, ...quiet, end };
        continue;
      }
      const logs = await logsOf(end);
      if (logs.length === 0) options.onMissing?.();
      if (quiet) await save(NO_LOGS, quiet);
      quiet = undefined;
      await save(logs, { ...part, doubt: { read: placesOf(logs), times: 0 } });
    }
    if (quiet) await save(NO_LOGS, quiet);
  }

  /** Reads and saves a range of older blocks; returns the next block. */
  async function readRange({ fromBlock, toBlock }: BlockRange, top: Header): Promise<bigint> {
    const end = await head.at(toBlock, top);
    const logs = await publicClient.getLogs({ ...filter, fromBlock, toBlock });
    const again = await publicClient.getLogs({ ...filter, fromBlock, toBlock });
    if (namesOf(logs) !== namesOf(again))
      throw new TryAgainError(`The RPC gave two answers for the logs of blocks ${fromBlock} to ${toBlock}.`);
    if ((await hashOf(toBlock)) !== end.hash) throw changed(toBlock);
    await save(logs as DecodedLogs<Events>, { fromBlock, end });
    return toBlock + 1n;
  }

  /** Reads blocks again that had logs, or should have; rewinds to the first whose answer is another now. */
  async function readAgain(top: Header): Promise<{ rewound: boolean }> {
    for (const { number, hash, read, times } of await doubts(store.kernel, name)) {
      if (top.number < number + BigInt(READ_AGAIN_UNDER[times] ?? 0)) continue;
      if (placesOf(await logsOf({ number, hash: hash as Hex })) !== read) {
        await rewind(number);
        return { rewound: true };
      }
      const left = times + 1 < READ_AGAIN_UNDER.length ? { read, times: times + 1 } : undefined;
      await settleDoubt(store.kernel, name, number, left);
    }
    return { rewound: false };
  }

  async function readOn(top: Header, signal: AbortSignal | undefined) {
    const final = finalUnder(top.number, finalityBlocks);
    let nextBlock = (await readCursor(store.kernel, name)) ?? startBlock;
    const older = { fromBlock: nextBlock, toBlock: final - ONE_BY_ONE, maxRange: BigInt(maxRange) };
    for await (const next of readRanges(older, (range) => readRange(range, top))) {
      nextBlock = next;
      if (signal?.aborted) return { nextBlock, final };
    }
    if (nextBlock <= final) {
      await readNewest(nextBlock, final, top);
      nextBlock = final + 1n;
    }
    return { nextBlock, final };
  }

  async function pollOnce(signal?: AbortSignal) {
    const top = await head.look();
    if (done?.top === top.hash) return done;
    await rewindAfterReorg(top);
    let reached = await readOn(top, signal);
    if ((await readAgain(top)).rewound) reached = await readOn(top, signal);
    done = signal?.aborted ? undefined : { ...reached, top: top.hash };
    return reached;
  }

  async function poll(signal?: AbortSignal) {
    try {
      return await pollOnce(signal);
    } catch (error) {
      // one odd answer is no reason to wait
      if (!(error instanceof TryAgainError)) throw error;
      return pollOnce(signal);
    }
  }

  return { poll };
}

type Place = { blockHash: Hex | null; logIndex: number | null };
/** The places of one block's logs, to compare two answers. */
const placesOf = (logs: readonly Place[]): string => logs.map(({ logIndex }) => logIndex).join(" ");
const namesOf = (logs: readonly Place[]): string =>
  logs.map(({ blockHash, logIndex }) => `${blockHash}/${logIndex}`).join(" ");

const changed = (block: bigint) =>
  new TryAgainError(`The chain changed at block ${block} or below during a read.`);
