// SPDX-License-Identifier: GPL-3.0-or-later
import { encodeFunctionData, formatEther, type Hex, type LocalAccount } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import { revertOf } from "../../kernel/chain/revert.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { storageDealsAbi } from "../../sdk/abis.generated.ts";
import { epochOf, type PieceCourt, signHolding } from "../../sdk/content/holding.ts";
import { getClaimDelay, getDeal, getDealCount, getPosted } from "../../sdk/deals/actions.ts";
import { getOperator } from "../../sdk/operators/getOperator.ts";
import { getOwners } from "../../sdk/placement/actions.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { Works } from "../works.ts";
import type { DealMetrics } from "./dealMetrics.ts";
import { type EpochRange, maturedRanges, promiseUntil } from "./policy.ts";

type Deal = Awaited<ReturnType<typeof getDeal>>;

/**
 * Earns by the deals of the works on disk, once an epoch: promises on chain each work that this edge owns in the next epoch and holds whole,
 * so that it can be asked, and paid; claims what is due. The chain alone says what was promised and paid, so a tick may break off
 * anywhere and be repeated.
 */
export function createEarnByDeals(options: {
  chain: ChainConnection<"StorageDeals" | "Placement" | "OperatorRegistry">;
  account: LocalAccount;
  court: PieceCourt;
  works: Pick<Works, "get">;
  store: Pick<ChunkStore, "contentIds" | "indicesOf">;
  isDropped(contentId: Hex): boolean;
  sender: Pick<Sender, "address" | "send">;
  /** What a claim or a day's promise must bring, in wei of STREAM. */
  leastWei: bigint;
  metrics: DealMetrics;
  log: Logger;
}) {
  const { chain, account, court, works, store, isDropped, sender, leastWei, metrics, log } = options;
  const { publicClient, deployment } = chain;
  const { StorageDeals: storageDeals, Placement: placement, OperatorRegistry } = deployment.contracts;
  const edge = sender.address;
  const contract = { address: storageDeals, abi: storageDealsAbi } as const;
  /** Of each deal the first epoch that may be due: of a matured one that is not, nothing ever will be. */
  const next = new Map<string, bigint>();
  let doneEpoch: bigint | undefined;
  /** Never changes. */
  let claimDelay: bigint | undefined;

  async function send(data: Hex, label: string): Promise<void> {
    const { gasUsed, effectiveGasPrice } = await sender.send({ to: storageDeals, data, label });
    metrics.spent.inc(Number(formatEther(gasUsed * effectiveGasPrice)));
  }

  async function promise(contentId: Hex, deals: readonly Deal[], present: bigint): Promise<void> {
    const work = await works.get(contentId);
    if (!work || isDropped(contentId)) return;
    const { content, tree } = work;
    if (store.indicesOf(contentId).size !== tree.leafCount) return;
    const { generation, leafCount } = content;
    const named = { storageDeals, edge, contentId, generation };
    const [isPosted, owners] = await Promise.all([
      getPosted(publicClient, { ...named, epoch: present + 1n }),
      getOwners(publicClient, { placement, contentId, epoch: present + 1n }),
    ]);
    const place = owners.findIndex((owner) => owner.toLowerCase() === edge.toLowerCase());
    if (isPosted || place < 0) return;
    const paying = deals.filter((deal) => deal.generation === generation && place < deal.copies);
    const terms = paying.map(({ until, payWei }) => ({ until: BigInt(until), payWei }));
    const until = promiseUntil(terms, present, leastWei);
    if (until === undefined) return;
    const holding = { contentId, generation, leafCount, until };
    const args = [holding, await signHolding(account, court, holding)] as const;
    await send(encodeFunctionData({ ...contract, functionName: "postHolding", args }), "promise a work");
    log.info({ contentId, until: Number(until) }, "work promised on chain");
  }

  async function dueIn(contentId: Hex, number: bigint, range: EpochRange): Promise<bigint> {
    const args = [contentId, number, edge, range.fromEpoch, range.toEpoch] as const;
    try {
      return (await publicClient.simulateContract({ ...contract, functionName: "claim", args })).result;
    } catch (error) {
      if (revertOf(error, storageDealsAbi)?.errorName === "StorageDeals_NothingDue") return 0n;
      throw error;
    }
  }

  async function claim(contentId: Hex, number: bigint, deal: Deal, present: bigint): Promise<void> {
    claimDelay ??= await getClaimDelay(publicClient, { storageDeals });
    const key = `${contentId}/${number}`;
    let isBehind = false;
    const from = next.get(key) ?? BigInt(deal.returnedUntil);
    for (const range of maturedRanges(from, BigInt(deal.until), present, claimDelay)) {
      const dueWei = await dueIn(contentId, number, range);
      isBehind ||= dueWei > 0n && dueWei < leastWei;
      if (dueWei > 0n && dueWei >= leastWei) {
        const args = [contentId, number, edge, range.fromEpoch, range.toEpoch] as const;
        await send(encodeFunctionData({ ...contract, functionName: "claim", args }), "claim from a deal");
        metrics.earned.inc(Number(formatEther(dueWei)));
        log.info({ contentId, deal: Number(number), stream: formatEther(dueWei) }, "deal claimed");
      }
      if (!isBehind) next.set(key, range.toEpoch + 1n);
    }
  }

  async function earn(contentId: Hex, present: bigint): Promise<void> {
    const count = await getDealCount(publicClient, { storageDeals, contentId });
    const deals: Deal[] = [];
    for (let number = 0n; number < count; number++)
      deals.push(await getDeal(publicClient, { storageDeals, contentId, number }));
    if (deals.length === 0) return;
    await promise(contentId, deals, present);
    for (const [number, deal] of deals.entries()) await claim(contentId, BigInt(number), deal, present);
  }

  return async (signal?: AbortSignal): Promise<void> => {
    const { timestamp } = await headOf(publicClient).known();
    const present = epochOf(timestamp);
    if (present === doneEpoch) return;
    let isDone = true;
    for (const contentId of store.contentIds()) {
      signal?.throwIfAborted();
      try {
        await earn(contentId, present);
      } catch (error) {
        signal?.throwIfAborted();
        // tried again with the next tick
        isDone = false;
        log.warn({ err: error, contentId }, "deals of the work not looked after");
      }
    }
    const { bond } = await getOperator(publicClient, { operatorRegistry: OperatorRegistry, operator: edge });
    metrics.atRisk.set(Number(formatEther(bond)));
    if (isDone) doneEpoch = present;
  };
}
