// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { ChainClient } from "./chain.ts";

/** A block's header, as far as a role decides by it. */
export type Header = {
  number: bigint;
  hash: Hex;
  parentHash: Hex;
  /** Seconds. */
  timestamp: number;
  baseFeeWei: bigint;
  gasLimit: bigint;
  logsBloom: Hex | null;
  receiptsRoot: Hex;
};

export type ChainHead = {
  /** Asks for the newest block: one call, shared by those who ask at the same time. */
  look(): Promise<Header>;
  /** Asks for the newest block by a look that begins after this call, for who was told of something that was just mined. */
  lookAnew(): Promise<Header>;
  /** The newest block of the last look; undefined before the first. */
  latest(): Header | undefined;
  /** The newest block of the last look, or of a first look now. */
  known(): Promise<Header>;
  /** The block `number` below `from`, on the same chain. Blocks near `from` are found by their parents' hashes. */
  at(number: bigint, from: Header): Promise<Header>;
  /**
   * The age of the newest block: by its time, and at least the time since a newer one came. An RPC that answers, but
   * stands still, grows old here. A step of the clock alone makes no block old or new.
   */
  ageMs(): number;
};

/** Headers kept in memory; about 1 kB each. */
const KEPT = 256;
/** Blocks below the head that are found by hashes; those further down are asked for by number. */
const NEAR = 20n;

type Clocks = { nowMs(): number; steadyMs(): number };
const clocks: Clocks = { nowMs: () => Date.now(), steadyMs: () => performance.now() };

/** Why nothing can be promised on what is known of the chain; undefined while that is not older than `maxSec`. */
export function blindness(head: Header | undefined, ageMs: number, maxSec: number): string | undefined {
  if (ageMs <= maxSec * 1000) return undefined;
  if (!head) return "no block was seen yet";
  const ageSec = Math.round(ageMs / 1000);
  return `the newest block, ${head.number}, was seen or made ${ageSec} s ago, more than ${maxSec} s: the RPC stands still, or the chain does`;
}

const heads = new WeakMap<object, ChainHead>();

/** The head of a client's chain: one for each client, so that a role looks once for all of its parts. */
export function headOf(publicClient: Pick<ChainClient, "getBlock">): ChainHead {
  const known = heads.get(publicClient) ?? createHead(publicClient);
  heads.set(publicClient, known);
  return known;
}

export function createHead(
  publicClient: Pick<ChainClient, "getBlock">,
  { nowMs, steadyMs }: Clocks = clocks,
): ChainHead {
  const headers = new Map<Hex, Header>();
  const startedAt = { wallMs: nowMs(), steadyMs: steadyMs() };
  let head: Header | undefined;
  let movedMs = 0;
  let looking: Promise<Header> | undefined;

  async function read(at: { blockNumber?: bigint; blockHash?: Hex }): Promise<Header> {
    const block = await publicClient.getBlock(at as { blockNumber: bigint });
    const header: Header = {
      number: block.number,
      hash: block.hash,
      parentHash: block.parentHash,
      timestamp: Number(block.timestamp),
      baseFeeWei: block.baseFeePerGas ?? 0n,
      gasLimit: block.gasLimit,
      logsBloom: block.logsBloom,
      receiptsRoot: block.receiptsRoot,
    };
    headers.set(header.hash, header);
    for (const hash of headers.keys()) {
      if (headers.size <= KEPT) break;
      headers.delete(hash);
    }
    return header;
  }

  async function lookNow(): Promise<Header> {
    const askedMs = steadyMs();
    const found = await read({});
    // a node that lags shows a block below the head
    if (head && isAncestor(found, head)) return head;
    if (found.hash !== head?.hash) movedMs = askedMs;
    head = found;
    return found;
  }

  /** Whether `header` is known to lie below `top`. */
  function isAncestor(header: Header, top: Header): boolean {
    let link: Header | undefined = top;
    while (link && link.number > header.number) link = headers.get(link.parentHash);
    return link !== undefined && link !== top && link.hash === header.hash;
  }

  function look(): Promise<Header> {
    looking ??= lookNow().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  return {
    look,
    lookAnew: async () => {
      await looking?.catch(() => {});
      return look();
    },
    latest: () => head,
    known: async () => head ?? look(),
    async at(number, from) {
      if (from.number - number > NEAR) return read({ blockNumber: number });
      let link = from;
      while (link.number > number)
        link = headers.get(link.parentHash) ?? (await read({ blockHash: link.parentHash }));
      return link;
    },
    ageMs() {
      if (!head) return Number.POSITIVE_INFINITY;
      const bornMs = head.timestamp * 1000;
      const byWall = nowMs() - bornMs;
      const bySteady = startedAt.wallMs + steadyMs() - startedAt.steadyMs - bornMs;
      return Math.max(steadyMs() - movedMs, Math.min(byWall, bySteady));
    },
  };
}
