// SPDX-License-Identifier: MIT
import { getBlockNumber } from "viem/actions";
import type { Patience } from "../wire/requestJson.ts";
import type { BlockRange } from "./blockRanges.ts";
import type { AnyClient } from "./clients.ts";
import { startBlockOf } from "./deployment.ts";
import { listedOpenings } from "./listedOpenings.ts";
import { type KnownOpenings, keep, readKept, type TextStore } from "./openingsCache.ts";

/** Where an account's openings are looked for. */
export type DiscoveryOptions = Patience & {
  /** The sequencers of the payees: they list what they serve. Without one, the first search reads the logs of the chain's whole life. */
  sequencerUrls?: readonly string[] | undefined;
  /** Keeps what was found past a reload, as `localStorage` does. */
  cache?: TextStore | undefined;
  /** The first block with logs; by default, the chain's own. */
  startBlock?: bigint | undefined;
};

export type OpeningSource<Key, Opening> = {
  /** The name in the cache: of one chain, contract and account. */
  name: string;
  list: Parameters<typeof listedOpenings>[1];
  /** A key as JSON has it, from a sequencer or the cache; undefined for what is no key of the account. */
  keyOf(json: never): Key | undefined;
  idOf(key: Key): string;
  /** The keys in the logs of a range. */
  read(range: BlockRange): Promise<Key[]>;
  /** Asks the chain, and leaves out what was never opened or has ended. */
  verify(keys: Key[]): Promise<Opening[]>;
};

/** So many blocks are one query of logs, with any RPC in use. */
const ONE_QUERY = 500n;
/** The last blocks may be replaced by others, so they are read again. */
const UNSURE = 64n;

/**
 * Finds what an account opened: from the cache, from the sequencers where the cache is far behind, and from the newest logs.
 * Whatever a sequencer says, each answer is the chain's.
 */
export async function findOpenings<Key, Opening extends { key: Key }>(
  client: AnyClient,
  source: OpeningSource<Key, Opening>,
  options: DiscoveryOptions,
): Promise<Opening[]> {
  const { cache, startBlock = startBlockOf(client.chain), sequencerUrls = [], ...patience } = options;
  // another sequencer knows of other payees
  const name = [source.name, ...[...sequencerUrls].sort()].join("|");
  const head = await getBlockNumber(client, { cacheTime: 0 });
  const kept = await readKept(cache, name);
  const known: KnownOpenings[] = kept ? [kept] : [];
  // a development chain may have begun anew
  let reached = kept && kept.block <= head ? kept.block : startBlock - 1n;
  if (sequencerUrls.length > 0 && head - reached + UNSURE > ONE_QUERY) {
    const lists = await Promise.all(sequencerUrls.map((url) => listedOpenings(url, source.list, patience)));
    known.push(...lists);
    const listed = lists.reduce((least, { block }) => (block < least ? block : least), head);
    if (listed > reached) reached = listed;
  }

  const next = reached + 1n - UNSURE;
  const range = { fromBlock: next > startBlock ? next : startBlock, toBlock: head };
  const found = [...known.flatMap(({ keys }) => keys.flatMap(keyed)), ...(await source.read(range))];
  const keys = [...new Map(found.map((key) => [source.idOf(key), key])).values()];
  const openings = await source.verify(keys);
  await keep(cache, name, { block: head, keys: openings.map(({ key }) => key) });
  return openings;

  function keyed(json: unknown): Key[] {
    const key = source.keyOf(Object(json) as never);
    return key === undefined ? [] : [key];
  }
}
