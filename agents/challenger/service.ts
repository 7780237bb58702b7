// SPDX-License-Identifier: GPL-3.0-or-later
import { isAddressEqual } from "viem";
import { followRequests } from "../demands/followRequests.ts";
import { followInteractions } from "../interactions/interactionLogs.ts";
import { outsideEndpoints } from "../kernel/chain/outsideEndpoints.ts";
import { startNode } from "../kernel/node.ts";
import { availabilityCourtAbi, interactionRollupAbi, placementAbi } from "../sdk/abis.generated.ts";
import { createAssertions } from "./assertions.ts";
import { type AuditorOptions, runAudits } from "./audit.ts";
import { createAvailabilityNotes } from "./availabilityNotes.ts";
import type { ChallengerConfig } from "./config.ts";
import { createDemand } from "./demand.ts";
import { saveEvidence } from "./evidence.ts";
import { createJudgePlans } from "./judgePlans.ts";
import { createKnownWorks } from "./knownWorks.ts";
import { createChallengerMetrics } from "./metrics.ts";
import { planAudits } from "./policy.ts";
import { readProgress, saveRound } from "./progress.ts";
import { followRegistries, readView } from "./registryLogs.ts";
import { createSecondRpc } from "./secondRpc.ts";
import { slashAbi, slashLiars } from "./slash.ts";
import { challengerMigrations } from "./tables.ts";

const contracts = [
  "ContentRegistry",
  "OperatorRegistry",
  "ContentCourt",
  "AvailabilityCourt",
  "InteractionInputs",
  "InteractionRollup",
  "Placement",
] as const;
/** The pause between looks whether both RPCs tell of one chain. */
const AGREEMENT_MS = 12_000;
const definition = { role: "challenger", contracts, migrations: challengerMigrations };

/** Starts a challenger; see the README beside this file. */
export const startChallenger = (config: ChallengerConfig) =>
  startNode(definition, config, async ({ log, chain, store, ...node }) => {
    const { pollMs, roundMs, timeoutMs, privateNetwork } = config;
    const metrics = createChallengerMetrics(node.metrics);
    const sender = node.sender({
      abi: [...slashAbi, ...availabilityCourtAbi, ...interactionRollupAbi, ...placementAbi],
    });
    const { ContentCourt: contentCourt, AvailabilityCourt: availabilityCourt } = chain.deployment.contracts;
    const court = { chainId: chain.chainId, contentCourt, availabilityCourt };
    const own = followRequests(chain, store, ({ requester }) =>
      isAddressEqual(requester, node.account.address),
    );
    const works = createKnownWorks(chain, log);
    const judgePlans = createJudgePlans({ chain, sender, timeoutMs, metrics, log });
    const registries = followRegistries(chain, store, config.finalityBlocks);
    const { url } = await node.serve({ routes: [] });

    const logs = followInteractions(chain, store);
    node.loop({
      name: "assertions",
      everyMs: pollMs,
      tick: await createAssertions({ chain, logs, sender, metrics, log }),
    });
    if (config.secondRpcUrl) {
      const { rpcUrl, dataDir } = { rpcUrl: config.secondRpcUrl, dataDir: config.dataDir };
      const second = createSecondRpc({ rpcUrl, chain, dataDir, sender, metrics, log });
      node.endsWith(second.close);
      node.loop({ name: "assertions-by-second-rpc", everyMs: pollMs, tick: second.assertions });
      node.loop({ name: "rpcs-agree", everyMs: AGREEMENT_MS, tick: second.agreement });
    }
    const slashing = node.loop({
      name: "slash",
      everyMs: pollMs,
      tick: (signal) => slashLiars({ chain, store, sender, metrics, log }, signal),
    });
    const demanding = node.loop({
      name: "demand",
      everyMs: pollMs,
      tick: createDemand({
        chain,
        store,
        sender,
        requests: own,
        works,
        budgetWei: config.demandBudgetWei,
        metrics,
        log,
      }),
    });
    const onEvidence: AuditorOptions["onEvidence"] = async (evidence) => {
      await saveEvidence(store, evidence);
      slashing.wake();
    };
    node.loop({
      name: "audit",
      everyMs: roundMs,
      async tick(signal) {
        await registries.poll(signal);
        const { contents, edges: all } = await readView(store);
        const edges = await outsideEndpoints(all, { chainId: chain.chainId, privateNetwork });
        const { seed, round } = await readProgress(store);
        metrics.round.set(round);
        const availability = await createAvailabilityNotes({ chain, store, court, timeoutMs, log });
        const options = { edges, works, court, timeoutMs, metrics, log, onEvidence, ...availability };
        await runAudits(planAudits({ edges, contents }, round, seed), options, signal);
        await judgePlans(edges, signal);
        await saveRound(store, round + 1);
        demanding.wake();
      },
    });
    return { url };
  });
