// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import type { ChainClient } from "../kernel/chain/chain.ts";
import type { Ledger } from "./ledger.ts";
import type { Batch, ProverView } from "./policy.ts";

/** What the chain says, at one block. */
export type Look = Pick<ProverView, "batches" | "isKnown" | "peers" | "nowSec"> & {
  /** The last block that was read. */
  readTo: bigint;
  gasPriceWei: bigint;
};

/** A prover that settled nothing for so long has left. */
const PEERS_FOR_SEC = 86_400;

export type LookOptions = {
  publicClient: Pick<ChainClient, "getBlock" | "getGasPrice">;
  ledger: Ledger;
  self: Address;
  nowMs(): number;
};

/**
 * Makes the prover's look at the chain. With no batch waiting, a look costs the calls of the log reader alone; else one
 * for each new block with a batch's event, and two for a new head.
 */
export function createLook({ publicClient, ledger, self, nowMs }: LookOptions) {
  let times = new Map<bigint, Promise<number>>();
  let rewinds = 0;
  let head = { block: -1n, sec: 0, gasPriceWei: 0n };

  async function readHead(block: bigint): Promise<typeof head> {
    const [{ timestamp }, gasPriceWei] = await Promise.all([
      publicClient.getBlock({ blockNumber: block }),
      publicClient.getGasPrice(),
    ]);
    return { block, sec: Number(timestamp), gasPriceWei };
  }

  return async (signal: AbortSignal): Promise<Look> => {
    const readTo = (await ledger.poll(signal)).nextBlock - 1n;
    const waiting = await ledger.waiting();
    const wallSec = Math.floor(nowMs() / 1000);
    if (waiting.length === 0)
      return { readTo, batches: [], isKnown: false, peers: [], nowSec: wallSec, gasPriceWei: 0n };

    if (rewinds !== ledger.rewinds()) {
      rewinds = ledger.rewinds();
      times.clear();
      head.block = -1n;
    }
    if (head.block !== readTo) head = await readHead(readTo);
    // nothing is before a segment's first batch
    const used = new Map([[0n, Promise.resolve(0)]]);
    const secOf = (block: bigint): Promise<number> => {
      const known = used.get(block) ?? times.get(block) ?? timeOf(block);
      used.set(block, known);
      return known;
    };
    const timeOf = async (block: bigint): Promise<number> =>
      Number((await publicClient.getBlock({ blockNumber: block })).timestamp);

    const batches = waiting.map(
      async ({ openedAtBlock, sealedAtBlock, headAtBlock, ...one }): Promise<Batch> => {
        const [openedSec, sealedSec, headSec] = await Promise.all([
          secOf(openedAtBlock),
          sealedAtBlock === undefined ? undefined : secOf(sealedAtBlock),
          headAtBlock === undefined ? undefined : secOf(headAtBlock),
        ]);
        return { ...one, openedSec, sealedSec, headSec };
      },
    );
    const settlers = (await ledger.settlers()).map(async ({ address, block }) => ({
      address,
      settledSec: await secOf(block),
    }));
    const nowSec = Math.max(wallSec, head.sec);
    const lately = (await Promise.all(settlers)).filter(
      ({ settledSec }) => settledSec > nowSec - PEERS_FOR_SEC,
    );
    const seen = {
      readTo,
      nowSec,
      gasPriceWei: head.gasPriceWei,
      batches: await Promise.all(batches),
      isKnown: lately.some(({ address }) => address === self),
      peers: lately.filter(({ address }) => address !== self),
    };
    times = used;
    return seen;
  };
}
