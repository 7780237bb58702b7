// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { LocalAccount } from "viem";
import type { ContractName } from "../sdk/contracts.generated.ts";
import { type ChainConnection, connectChain } from "./chain/chain.ts";
import { blindness, headOf } from "./chain/head.ts";
import { watchForSwap } from "./chain/swap.ts";
import type { CommonConfig } from "./config/commonConfig.ts";
import { type KeySource, loadAccount } from "./config/keys.ts";
import { createHttpServer, type HttpServerOptions, type RunningHttpServer } from "./http/server.ts";
import { systemClock } from "./process/clock.ts";
import { describeError, type UserError } from "./process/errors.ts";
import { type RunningRole, startCutOff, untilCutOff } from "./process/lifecycle.ts";
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

/**
 * The longest times of a stop, together within the 10 s of a process: for the answers under way; for a role's last work, whose
 * transactions the next start takes up; for the parts to end by themselves, and once the chain's requests are cut off.
 */
const CLOSE_MS = 2_500;
const LAST_WORK_MS = 5_500;
const PARTS_MS = 1_000;
const CUT_OFF_MS = 500;
/** The time between looks whether the store's file is there, and takes writes again after a fault. */
const PROBE_MS = 1_000;
/** With a newest block this old the RPC stands still, or the chain does, and no role makes progress. */
const STANDSTILL_SEC = 300;

export type RoleDefinition<Name extends ContractName, Tables> = {
  role: string;
  /** The contracts that the role uses; a deployment may lack others. */
  contracts: readonly Name[];
  migrations: Migrations<Tables>;
  /** The role has no account on the chain, and sends nothing. */
  keyless?: true;
};

/** The settings that a node itself reads. */
export type NodeConfig = Pick<CommonConfig, "rpcUrl" | "dataDir" | "host" | "port" | "logLevel"> &
  Partial<Pick<CommonConfig, "deployment">> &
  KeySource & {
    /** A database of PostgreSQL, in the place of a file in the data directory. */
    databaseUrl?: string | undefined;
  };

/** The parts of a running role. Every part ends with the node. */
export type Node<Name extends ContractName, Tables> = {
  log: Logger;
  /** The role's account; undefined for a keyless role. */
  account: LocalAccount;
  chain: ChainConnection<Name>;
  store: Store<Tables>;
  metrics: Metrics;
  readiness: Readiness;
  /** Makes the sender of the account's transactions. Once a node. */
  sender(options: Pick<SenderOptions, "abi" | "bumpAfterMs" | "maxPending" | "maxFeePerGasWei">): Sender;
  /** Runs a tick again and again; the readiness shows each loop. */
  loop(options: Omit<LoopOptions, "readiness" | "log">): Loop;
  /** Serves the role's routes beside /health, /ready and /metrics. Once a node. */
  serve(
    options: Pick<HttpServerOptions, "routes" | "pages" | "sockets" | "maxBodyBytes">,
  ): Promise<RunningHttpServer>;
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
 * The order of stopping: the server takes no more requests; the last work is done, within 5.5 s; all parts stop; the
 * store closes.
 */
export async function startNode<const Name extends ContractName, Tables, Result extends Started>(
  { role, contracts, migrations, keyless }: RoleDefinition<Name, Tables>,
  config: NodeConfig,
  start: (node: Node<Name, Tables>) => Promise<Result>,
): Promise<Omit<Result, "lastWork"> & RunningRole> {
  const log = createLogger(role, config.logLevel);
  const account = keyless ? undefined : loadAccount(config, log);
  const { rpcUrl, deployment: deploymentPath } = config;
  // before the chain: a directory that can never be right must not look like a chain that may come back
  requireOwnDirectory(config.dataDir, role);
  const ending = new AbortController();
  const signal = AbortSignal.any([startCutOff, ending.signal]);
  const chain = await connectChain({ rpcUrl, contracts, deploymentPath, signal });
  const metrics = createMetrics(role);
  const readiness = createReadiness();
  const parts: (() => Promise<unknown>)[] = [];
  const loops: Loop[] = [];
  const onFault = (fault: UserError | undefined) => {
    if (fault) log.error({ err: fault }, "store failing");
    else log.info("store takes writes again");
    // loops that failed with the store would wait for their next try
    if (!fault) for (const loop of loops) loop.wake();
  };
  const { dataDir, databaseUrl } = config;
  const store = databaseUrl
    ? await (await import("./store/postgresStore.ts")).openPostgresStore(
        databaseUrl,
        role,
        migrations,
        onFault,
      )
    : await openStore(join(dataDir, `${role}.db`), migrations, onFault);
  readiness.watch("store", () => {
    const fault = store.fault();
    return fault && describeError(fault);
  });
  const head = headOf(chain.publicClient);
  // a role that never looks at the head does not depend on it
  readiness.watch("head", () => head.latest() && blindness(head.latest(), head.ageMs(), STANDSTILL_SEC));
  const probing = setInterval(() => void store.probe(), PROBE_MS);
  let server: RunningHttpServer | undefined;
  let accountLock: { release(): void } | undefined;

  const node: Node<Name, Tables> = {
    log,
    account: account as LocalAccount,
    chain,
    store,
    metrics,
    readiness,
    sender(options) {
      const { publicClient } = chain;
      if (!account) throw new Error(`${role} is keyless, and sends nothing`);
      const sender = createSender({ ...options, publicClient, account, store, log, metrics });
      parts.push(() => sender.stop());
      return sender;
    },
    loop(options) {
      const loop = startLoop({ ...options, readiness, log });
      loops.push(loop);
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
    try {
      await server?.close(CLOSE_MS);
      const working = lastWork().catch((error) =>
        log.warn({ err: error }, "last work left to the next start"),
      );
      await within(LAST_WORK_MS, working);
      // stopped parts end the last work too
      const stopping = Promise.all([...parts.map(async (stopPart) => stopPart()), working]);
      if (await within(PARTS_MS, stopping)) return;
      // an RPC that hangs must not keep the node
      ending.abort(new Error("the node has stopped"));
      if (!(await within(CUT_OFF_MS, stopping)))
        log.warn("a part did not stop in time; the next start takes up its work");
    } finally {
      clearInterval(probing);
      await store.close();
      accountLock?.release();
    }
  }

  const nothing = async () => {};
  try {
    accountLock = account && takeAccount(account.address, chain.genesisHash, role);
    await bindStoreToChain(store, chain, config.dataDir);
    const swap = watchForSwap({ ...chain, directory: config.dataDir });
    parts.push(() => swap.stop());
    const { lastWork = nothing, ...result } = await untilCutOff(start(node));
    log.info({ url: result.url, ...(account && { address: account.address }) }, `${role} started`);
    return { ...result, stop: () => stop(lastWork), broken: Promise.race([store.broken, swap.broken]) };
  } catch (error) {
    await stop(nothing).catch((late) => log.warn({ err: late }, "a part did not stop"));
    throw error;
  }
}

/** Waits for `work`, `ms` at most; false when the time ended first. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const enough = new AbortController();
  let isDone = false;
  const done = work.then(() => {
    isDone = true;
  });
  await Promise.race([done, systemClock.sleep(ms, enough.signal)]);
  enough.abort();
  return isDone;
}
