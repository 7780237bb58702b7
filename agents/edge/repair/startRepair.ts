// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeFunctionData, type Hex, type LocalAccount } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import type { Route } from "../../kernel/http/route.ts";
import type { Node } from "../../kernel/node.ts";
import { systemClock } from "../../kernel/process/clock.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { EDGE, readOperator } from "../../operators/registration.ts";
import { operatorRegistryAbi, placementAbi } from "../../sdk/abis.generated.ts";
import type { ChunkStore } from "../chunkStore.ts";
import type { EdgeConfig } from "../config.ts";
import type { Filling } from "../fill/startFilling.ts";
import type { EdgeMetrics } from "../metrics.ts";
import type { EpochPlan } from "../plan/epochPlan.ts";
import type { Quotas } from "../quotas.ts";
import type { Works } from "../works.ts";
import { createBringWork } from "./bringWork.ts";
import { heartbeatRoute } from "./heartbeatRoute.ts";
import {
  isAlive,
  notHandedOver,
  nothingRemembered,
  planRepair,
  type RepairView,
  type WatchedWork,
} from "./policy.ts";
import { createRepairMetrics } from "./repairMetrics.ts";
import { isRetiring as isToLeave } from "./retiringFile.ts";
import type { Substitutes } from "./substitutes.ts";
import { createPeerWatch } from "./watchPeers.ts";
import type { WholeWorks } from "./wholeWorks.ts";

/** Between two questions to each other edge: two without an answer are five seconds. */
const BEAT_EVERY_MS = 2_500;
const FILL_EVERY_MS = 500;
/** For so long a work that could not be brought is left to the ranks behind. */
const REFUSED_MS = 600_000;

export type Repair = { route: Route; start(): void };

/** What has owners watch each other, and this edge fill in for those that are gone. The route answers before `start`. */
export function createRepair(
  options: {
    node: Pick<Node<never, never>, "loop" | "metrics">;
    chain: ChainConnection<"OperatorRegistry" | "Placement">;
    account: LocalAccount;
    sender: Pick<Sender, "send">;
    filling: Filling;
    plan: EpochPlan;
    store: ChunkStore;
    works: Works;
    whole: WholeWorks;
    substitutes: Substitutes;
    quotas: Quotas;
    edgeMetrics: EdgeMetrics;
    log: Logger;
  } & Pick<EdgeConfig, "dataDir" | "repairBytesPerSec">,
): Repair {
  const { node, chain, account, sender, filling, plan, store, works, whole, substitutes, log } = options;
  const { publicClient, chainId, deployment } = chain;
  const { OperatorRegistry, Placement } = deployment.contracts;
  const self = account.address.toLowerCase() as Address;
  const clock = systemClock;
  const bytesPerSec = options.repairBytesPerSec;
  const metrics = createRepairMetrics(node.metrics);
  const domain = { chainId, placement: Placement };
  const watch = createPeerWatch({ outgoing: filling.outgoing, domain, clock });
  const refusedUntilMs = new Map<Hex, number>();
  let isRetiring = isToLeave(options.dataDir);
  let hasLeft = false;
  let memory = nothingRemembered;
  let fill: WatchedWork[] = [];
  let watched: readonly WatchedWork[] = [];

  function refused(): Set<Hex> {
    for (const [root, untilMs] of refusedUntilMs) if (untilMs <= clock.nowMs()) refusedUntilMs.delete(root);
    return new Set(refusedUntilMs.keys());
  }

  const viewNow = (): RepairView => ({
    ...{ self, isRetiring, bytesPerSec, works: watched },
    ...{ peers: watch.peers(), holds: whole.roots(), refuses: refused(), substitutes: substitutes.all() },
  });

  async function remove(contentId: Hex): Promise<void> {
    await store.removeWork(contentId);
    works.forget(contentId);
    await options.quotas.leave(contentId);
    await substitutes.remove(contentId);
    options.edgeMetrics.chunksStored.set(store.count());
    log.info({ contentId }, "copy removed: enough owners are back");
  }

  async function dropSurplus(surplus: readonly WatchedWork[]): Promise<void> {
    const due = new Set(surplus.map(({ content }) => content.contentId));
    const { timestamp } = await headOf(publicClient).known();
    for (const contentId of due)
      if (!substitutes.isLeaving(contentId)) await substitutes.setLeaving(contentId, timestamp);
    for (const contentId of substitutes.leaving()) {
      if (!due.has(contentId)) await substitutes.setLeaving(contentId, undefined);
      else if (substitutes.isFree(contentId, timestamp)) await remove(contentId);
    }
  }

  async function leaveOnceHandedOver(view: RepairView): Promise<void> {
    const waiting = notHandedOver(view);
    metrics.toHandOver.set(waiting.length);
    if (waiting.length > 0 || hasLeft) return;
    const { withdrawableAt, role } = await readOperator(chain, account.address);
    if (role === EDGE.number && withdrawableAt === 0) {
      const data = encodeFunctionData({ abi: operatorRegistryAbi, functionName: "startUnbond" });
      await sender.send({ to: OperatorRegistry, data, label: "start to unbond" });
    }
    const args = [[account.address]] as const;
    const data = encodeFunctionData({ abi: placementAbi, functionName: "enroll", args });
    await sender.send({ to: Placement, data, label: "leave the roster" });
    hasLeft = true;
    log.info("all works are handed over, and the edge has left; keep it up for four hours, for demands");
  }

  async function beat(): Promise<void> {
    isRetiring = isToLeave(options.dataDir);
    const { watched: now, others, owned } = await plan.current();
    watched = now;
    // what a later plan gives this edge is its own
    for (const contentId of owned) await substitutes.remove(contentId);
    const endpoints = filling.endpoints();
    await Promise.all([whole.refresh(), watch.beat(others, endpoints), watch.check(watched, endpoints)]);
    const view = viewNow();
    const planned = planRepair(view, memory, clock.nowMs());
    ({ memory, fill } = planned);
    metrics.short.set(planned.short);
    metrics.alive.set([...view.peers.values()].filter(isAlive).length);
    metrics.substitutes.set(view.substitutes.size);
    await dropSurplus(planned.drop);
    if (isRetiring) await leaveOnceHandedOver(view);
  }

  const bring = createBringWork({
    ...{ store, bytesPerSec, clock },
    works: filling.works,
    filler: filling.filler!,
    idle: filling.idle,
  });

  /** Brings the works of the last plan, each while it is still to be brought. */
  async function fillIn(signal: AbortSignal): Promise<void> {
    for (let next = fill.shift(); next && !signal.aborted; next = fill.shift()) {
      const { root, contentId } = next.content;
      if (whole.roots().has(root)) continue;
      const isOwner = next.order.indexOf(self) < next.owners;
      const isNew = store.indicesOf(contentId).size === 0;
      if (!isOwner && isNew) await substitutes.add(contentId);
      const isBrought = await bring(contentId, signal).catch((error) => {
        signal.throwIfAborted();
        log.warn({ err: error, contentId }, "work not filled in");
        return false;
      });
      if (!isBrought) refusedUntilMs.set(root, clock.nowMs() + REFUSED_MS);
      else {
        metrics.filledIn.inc();
        log.info({ contentId }, "work filled in for an owner that is gone");
      }
      await whole.refresh();
    }
  }

  return {
    route: heartbeatRoute({
      ...{ account, domain, clock },
      standing: () => ({ holds: [...whole.roots()], refuses: [...refused()], isRetiring }),
    }),
    start() {
      node.loop({ name: "heartbeats", everyMs: BEAT_EVERY_MS, tick: beat });
      node.loop({ name: "repair", everyMs: FILL_EVERY_MS, tick: fillIn });
    },
  };
}
