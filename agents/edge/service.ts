// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Hex } from "viem";
import { type RequestTables, requestMigrations } from "../demands/followRequests.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import { checkRegistration, EDGE } from "../operators/registration.ts";
import { prepareRegistration } from "../operators/standing.ts";
import {
  availabilityCourtAbi,
  operatorRegistryAbi,
  placementAbi,
  storageDealsAbi,
  streamTokenAbi,
} from "../sdk/abis.generated.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { issuerKeys } from "../sessions/issuerKeys.ts";
import { createVerifySession } from "../sessions/verifySession.ts";
import { openChunkStore } from "./chunkStore.ts";
import { type EdgeConfig, requireDrillAllowed, requireFills, requirePublicUrl } from "./config.ts";
import { createDealMetrics } from "./deals/dealMetrics.ts";
import { createEarnByDeals } from "./deals/earnByDeals.ts";
import { isPromised } from "./deals/isPromised.ts";
import { createDemands } from "./demands.ts";
import { startFilling } from "./fill/startFilling.ts";
import { followRegistries } from "./followRegistries.ts";
import { createHashing } from "./hashing.ts";
import { holdingRoutes } from "./holdings.ts";
import { startGateway } from "./ipfs/startGateway.ts";
import { openMarks } from "./marks/marks.ts";
import { startMarks } from "./marks/startMarks.ts";
import { createEdgeMetrics } from "./metrics.ts";
import { createEntrance } from "./peers/entrance.ts";
import { createMeeting } from "./peers/meeting.ts";
import { createPeerSockets } from "./peers/peerSockets.ts";
import { declareCapacity } from "./plan/declareCapacity.ts";
import { createEpochPlan } from "./plan/epochPlan.ts";
import { createHoldOwned } from "./plan/holdOwned.ts";
import { createPlanMetrics } from "./plan/planMetrics.ts";
import { createPublishPlan } from "./plan/publishPlan.ts";
import { maxLeafListBytes } from "./policy.ts";
import { createQuotas, type OwnerTables, ownerMigrations } from "./quotas.ts";
import { createRepair } from "./repair/startRepair.ts";
import { openSubstitutes, type SubstituteTables, substituteMigrations } from "./repair/substitutes.ts";
import { createWholeWorks } from "./repair/wholeWorks.ts";
import { createServedChunks } from "./servedChunks.ts";
import { createUploaders, type SettingsTables, settingsMigrations } from "./uploaders.ts";
import { createWorks, type OwnedContent } from "./works.ts";

/** Between two looks for works that the plan gives this edge, and that nobody had. */
const PLAN_EVERY_MS = 10_000;
const contracts = [
  "ContentRegistry",
  "OperatorRegistry",
  "ContentCourt",
  "AvailabilityCourt",
  "Placement",
  "StorageDeals",
  "StreamToken",
  "InteractionInputs",
] as const;
const migrations: Migrations<SettingsTables & RequestTables & OwnerTables & SubstituteTables> = [
  ...settingsMigrations,
  ...requestMigrations,
  ...ownerMigrations,
  ...substituteMigrations,
];
/** Between two looks for works that no quota counts yet. */
const CATCH_UP_MS = 10_000;
const definition = { role: "edge", contracts, migrations };

/** Starts an edge; resolves once the edge is registered and serves. See the README beside this file. */
export const startEdge = (config: EdgeConfig) =>
  startNode(definition, config, async ({ log, account, chain, ...node }) => {
    const { dataDir, maxContentBytes, pollMs, faultChunk, faultWithhold, signinUrl } = config;
    requireFills(config);
    requireDrillAllowed(faultChunk ?? faultWithhold, chain.chainId);
    const { address } = account;
    const sender = node.sender({
      abi: [
        ...operatorRegistryAbi,
        ...streamTokenAbi,
        ...availabilityCourtAbi,
        ...placementAbi,
        ...storageDealsAbi,
      ],
    });
    // first, since an earlier process may have left the registration open
    await sender.recover();
    const registerAt = await prepareRegistration(EDGE, chain, address, config);

    const opened = await openChunkStore(join(dataDir, "content"), config);
    const gateway = startGateway({
      node,
      store: opened,
      works: { get: (contentId) => works.get(contentId) },
    });
    const { store } = gateway;
    const metrics = createEdgeMetrics(node.metrics);
    metrics.chunksStored.set(store.count());
    const { ContentCourt: contentCourt, AvailabilityCourt: availabilityCourt } = chain.deployment.contracts;
    const court = { chainId: chain.chainId, contentCourt, availabilityCourt };
    const hashing = createHashing();
    node.endsWith(hashing.stop);
    const marks = await openMarks(dataDir);
    const isDropped = (contentId: Hex) => marks.of(contentId) === "dropped";
    const quotas = createQuotas({
      store: node.store,
      quotaBytes: config.publisherQuotaBytes,
      isPinned: (contentId) => marks.of(contentId) === "pinned",
    });
    const whole = createWholeWorks({ store, works: { get: (contentId) => works.get(contentId) }, isDropped });
    const works = createWorks({
      ...{ ...config, chain, store, hashing, isDropped, quotas },
      onChange: whole.forget,
    });
    const substitutes = await openSubstitutes(node.store);
    const takes = (content: OwnedContent) => !guard || guard.takesFromAnybody(content);
    const parts = { ...config, store, metrics, log };
    const filling = await startFilling({ ...parts, node, chain, address, hashing, works, takes });
    const chunks = createServedChunks({ ...parts, account, court, fill: filling.filler?.chunk });
    const registered = node.readiness.check("registered");
    node.readiness.watch("chunks", store.fault);
    const guard = signinUrl
      ? await createUploaders({
          store: node.store,
          owner: config.owner ?? address,
          verify: createVerifySession({
            issuer: signinUrl,
            chainId: chain.chainId,
            publicUrl: requirePublicUrl(config),
            keys: issuerKeys(signinUrl),
          }),
        })
      : undefined;
    const { requireUploader } = guard ?? {};
    const plans = config.publishPlan
      ? createPublishPlan({ ...config, chain, sender, directory: join(dataDir, "plans"), log })
      : undefined;
    const epochPlan = createEpochPlan(chain, address, log);
    const repair =
      config.capacity !== undefined && filling.filler
        ? createRepair({
            ...{ ...config, node, chain, account, sender, filling, plan: epochPlan, store, works, whole },
            ...{ substitutes, quotas, edgeMetrics: metrics, log },
          })
        : undefined;
    const meeting =
      config.peers &&
      createMeeting({
        edge: address,
        entrance: createEntrance(chain, systemClock),
        holds: async (contentId) => (await works.get(contentId)) !== undefined,
        onMembers: (change) => metrics.viewersMet.inc(change),
      });
    const { url } = await node.serve({
      sockets: meeting ? createPeerSockets(meeting) : undefined,
      routes: [
        ...(repair ? [repair.route] : []),
        ...(plans ? [plans.route] : []),
        ...filling.routes({ works, store, hashing, chunks, metrics, requireUploader }),
        ...holdingRoutes({
          ...{ ...config, chain, account, court, works, store },
          isDropped: (contentId) => isDropped(contentId) || substitutes.isLeaving(contentId),
          onPromise: substitutes.promised,
        }),
        ...(guard?.routes ?? []),
      ],
      pages: gateway.routes({ chunks, metrics }),
      maxBodyBytes: Math.max(CHUNK_BYTES, maxLeafListBytes(maxContentBytes)),
    });

    await registerAt(sender, url);
    const follower = await followRegistries({ ...config, chain, store: node.store, address, works });
    node.loop({
      name: "chain",
      everyMs: pollMs,
      async tick(signal) {
        await follower.poll(signal);
        if (follower.edgesMayHaveChanged()) await filling.readEdges();
        if (follower.mayHaveChanged()) await checkRegistration(EDGE, chain, address, config, registered);
      },
    });
    node.loop({
      name: "demands",
      everyMs: pollMs,
      tick: createDemands({
        ...config,
        chain,
        store: node.store,
        address,
        works,
        chunks,
        sender,
        metrics,
        log,
        nowSec: () => systemClock.nowMs() / 1_000,
      }),
    });
    const { filler, anyWorks } = filling;
    startMarks({
      ...{ node, chain, marks, store, works, quotas, metrics, log },
      isPromised: (contentId, present) => isPromised(chain, address, contentId, present),
      filling: filler && anyWorks && { works: anyWorks, filler },
    });
    if (config.capacity !== undefined && filling.filler) {
      await declareCapacity(chain, sender, config.capacity);
      node.loop({
        name: "plan",
        everyMs: PLAN_EVERY_MS,
        tick: createHoldOwned({
          ...{ plan: epochPlan, store, log, works: filling.works, filler: filling.filler },
          metrics: createPlanMetrics(node.metrics),
        }),
      });
      repair?.start();
    }
    if (config.earnAbove !== undefined)
      node.loop({
        name: "deals",
        everyMs: PLAN_EVERY_MS,
        tick: createEarnByDeals({
          ...{ chain, account, court, works, store, isDropped, sender, log },
          leastWei: config.earnAbove,
          metrics: createDealMetrics(node.metrics),
        }),
      });
    if (plans) node.loop({ name: "publish plan", everyMs: PLAN_EVERY_MS, tick: plans.tick });
    node.loop({
      name: "quotas",
      everyMs: CATCH_UP_MS,
      tick: () => quotas.catchUp(store.contentIds(), works.finalContent),
    });
    if (faultChunk !== undefined) log.warn({ chunk: faultChunk }, "drill: edge serves a flipped byte");
    return { url, operator: address };
  });
