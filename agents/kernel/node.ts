// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { LocalAccount } from "viem";
import type { ContractName } from "../sdk/contracts.generated.ts";
import { type ChainConnection, connectChain } from "./chain/chain.ts";
import type { CommonConfig } from "./config/commonConfig.ts";
import { loadAccount } from "./config/keys.ts";
import { createHttpServer, type HttpServerOptions, type RunningHttpServer } from "./http/server.ts";
import { systemClock } from "./process/clock.ts";
import { type RunningRole, startCutOff } from "./process/lifecycle.ts";
import { createLogger, type Logger } from "./process/log.ts";
import { type Loop, type LoopOptions, startLoop } from "./process/loop.ts";
import { createMetrics, type Metrics } from "./process/metrics.ts";
import { createReadiness, type Readiness } from "./process/readiness.ts";
import { bindStoreToChain } from "./store/chainBinding.ts";
import type { Migrations } from "./store/migrate.ts";
import { requireOwnDirectory } from "./store/ownDirectory.ts";
import { openStore, type Store } from "./store/store.ts";
import { takeAccount } from "./tx/accountLock.ts";
import { createSender, type Sender, type SenderOptions } from "./tx/sender.ts";

/** The longest time for a role's last work; then the next start takes up its transactions. */
const LAST_WORK_MS = 7_000;
/** The time that parts have to end by themselves, before the chain's requests under way are cut off. */
const PARTS_END_MS = 1_000;

export type RoleDefinition<Name extends ContractName, Tables> = {
  role: string;
  /** The contracts that the role uses; a deployment may lack others. */
  contracts: readonly Name[];
  migrations: Migrations<Tables>;
};

/** The parts of a running role. Every part ends with the node. */
export type Node<Name extends ContractName, Tables> = {
  log: Logger;
  account: LocalAccount;
  chain: ChainConnection<Name>;
  store: Store<Tables>;
  metrics: Metrics;
  readiness: Readiness;
  /** Makes the sender of the account's transactions. Once a node. */
  sender(options: Pick<SenderOptions, "abi" | "bumpAfterMs" | "maxPending">): Sender;
  /** Runs a tick again and again; the readiness shows each loop. */
  loop(options: Omit<LoopOptions, "readiness" | "log">): Loop;
  /** Serves the role's routes beside /health, /ready and /metrics. Once a node. */
  serve(options: Pick<HttpServerOptions, "routes" | "maxBodyBytes">): Promise<RunningHttpServer>;
  /** Calls `stop` when the node ends, at the same time as the other parts. */
  endsWith(stop: () => Promise<unknown>): void;
};

/** The result of a role's start: its public facts, and its last work. */
export type Started = {
  url: string;
  /** Finishes work under way, before the parts stop. After a rejection the next start finishes the rest. */
  lastWork?: () => Promise<void>;
};

/**
 * Starts a role: connects, opens the role's store in its data directory, and hands both to `start`. Throws a UserError
 * when only an operator can help, and leaves nothing running then.
 *
 * The order of stopping: the server takes no more requests; the last work is done, within 7 s; all parts stop; the
 * store closes.
 */
export async function startNode<const Name extends ContractName, Tables, Result extends Started>(
  { role, contracts, migrations }: RoleDefinition<Name, Tables>,
  config: CommonConfig,
  start: (node: Node<Name, Tables>) => Promise<Result>,
): Promise<Omit<Result, "lastWork"> & RunningRole> {
  const log = createLogger(role, config.logLevel);
  const account = loadAccount(config, log);
  const { rpcUrl, deployment: deploymentPath } = config;
  const ending = new AbortController();
  const signal = AbortSignal.any([startCutOff, ending.signal]);
  const chain = await connectChain({ rpcUrl, contracts, deploymentPath, signal });
  requireOwnDirectory(config.dataDir, role);
  const store = await openStore(join(config.dataDir, `${role}.db`), migrations);
  const metrics = createMetrics(role);
  const readiness = createReadiness();
  const parts: (() => Promise<unknown>)[] = [];
  let server: RunningHttpServer | undefined;
  let accountLock: { release(): void } | undefined;

  const node: Node<Name, Tables> = {
    log,
    account,
    chain,
    store,
    metrics,
    readiness,
    sender(options) {
      const { publicClient } = chain;
      const sender = createSender({ ...options, publicClient, account, store, log, metrics });
      parts.push(() => sender.stop());
      return sender;
    },
    loop(options) {
      const loop = startLoop({ ...options, readiness, log });
      parts.push(() => loop.stop());
      return loop;
    },
    async serve(options) {
      const { host, port } = config;
      server = await createHttpServer({ ...options, host, port, metrics, readiness, log });
      return server;
    },
    endsWith: (stop) => parts.push(stop),
  };

  async function stop(lastWork: () => Promise<void>): Promise<void> {
    const begunMs = performance.now();
    try {
      await server?.close();
      const enough = new AbortController();
      const working = lastWork()
        .catch((error) => log.warn({ err: error }, "last work left to the next start"))
        .finally(() => enough.abort());
      await systemClock.sleep(LAST_WORK_MS - (performance.now() - begunMs), enough.signal);
      // an RPC that hangs must not keep the node
      setTimeout(() => ending.abort(new Error("the node has stopped")), PARTS_END_MS).unref();
      await Promise.all(parts.map(async (stopPart) => stopPart()));
      await working;
    } finally {
      await store.close();
      accountLock?.release();
    }
  }

  const nothing = async () => {};
  try {
    accountLock = takeAccount(account.address, chain.genesisHash, role);
    await bindStoreToChain(store, chain);
    const { lastWork = nothing, ...result } = await start(node);
    log.info({ url: result.url, address: account.address }, `${role} started`);
    return { ...result, stop: () => stop(lastWork) };
  } catch (error) {
    await stop(nothing).catch((late) => log.warn({ err: late }, "a part did not stop"));
    throw error;
  }
}
