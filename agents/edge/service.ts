// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Address } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createHttpServer } from "../kernel/http/server.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { RunningRole } from "../kernel/process/lifecycle.ts";
import { createLogger } from "../kernel/process/log.ts";
import { startLoop } from "../kernel/process/loop.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender } from "../kernel/tx/sender.ts";
import { operatorRegistryAbi, streamTokenAbi } from "../sdk/abis.generated.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import { openChunkStore } from "./chunkStore.ts";
import { type EdgeConfig, requireDrillAllowed } from "./config.ts";
import { createEdgeMetrics } from "./metrics.ts";
import { maxLeafListBytes } from "./policy.ts";
import { planRegistration, readOperator, register, updateEndpoint } from "./registration.ts";
import { edgeRoutes } from "./routes.ts";
import { createServedChunks } from "./servedChunks.ts";
import { createWorks } from "./works.ts";

export type RunningEdge = RunningRole & { url: string; operator: Address };

/** Starts an edge: resolves once it is registered and serves. Throws a UserError when only its operator can help. */
export async function startEdge(config: EdgeConfig): Promise<RunningEdge> {
  const log = createLogger("edge", config.logLevel);
  const account = loadAccount(config, log);
  const chain = await connectChain({ rpcUrl: config.rpcUrl, deploymentPath: config.deployment });
  requireDrillAllowed(config.faultChunk, chain.chainId);

  // what is under way is stopped in reverse order, also when a later part of the start fails
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const memory = await openStore<Record<string, never>>(join(config.dataDir, "edge.sqlite"), []);
    stops.push(() => memory.close());
    await bindStoreToChain(memory, chain);
    const metrics = createMetrics("edge");
    const readiness = createReadiness();
    const abi = [...operatorRegistryAbi, ...streamTokenAbi];
    const sender = createSender({
      publicClient: chain.publicClient,
      account,
      store: memory,
      log,
      abi,
      metrics,
    });
    stops.push(() => sender.stop());
    // first, since what an earlier process left open may be the registration
    await sender.recover();
    const step = planRegistration(account.address, await readOperator(chain, account.address), config);

    const store = await openChunkStore(join(config.dataDir, "content"), config.reserveBytes);
    const edgeMetrics = createEdgeMetrics(metrics);
    edgeMetrics.chunksStored.set(store.count());
    const court = { chainId: chain.chainId, contentCourt: chain.deployment.contracts.ContentCourt };
    const works = createWorks({ ...config, chain, store });
    const chunks = createServedChunks({ ...config, store, account, court, metrics: edgeMetrics, log });

    const registered = readiness.check("registered");
    const server = await createHttpServer({
      host: config.host,
      port: config.port,
      routes: edgeRoutes({ works, store, chunks, metrics: edgeMetrics }),
      metrics,
      readiness,
      log,
      maxBodyBytes: Math.max(CHUNK_BYTES, maxLeafListBytes(config.maxContentBytes)),
    });
    stops.push(() => server.close());

    const endpoint = config.publicUrl ?? server.url;
    if (step === "register")
      await register(chain, sender, { bond: config.bond!, region: config.region, endpoint });
    if (step === "update") await updateEndpoint(chain, sender, { region: config.region, endpoint });

    const loop = startLoop({
      name: "chain",
      everyMs: config.pollMs,
      readiness,
      log,
      async tick() {
        const operator = await readOperator(chain, account.address);
        try {
          planRegistration(account.address, operator, { ...config, bond: undefined });
          registered.ok();
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          registered.fail(error.message);
        }
      },
    });
    stops.push(() => loop.stop());
    log.info({ url: server.url, operator: account.address, chunks: store.count() }, "serving");
    if (config.faultChunk !== undefined)
      log.warn({ chunk: config.faultChunk }, "drill: serving a flipped byte");
    return { url: server.url, operator: account.address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
