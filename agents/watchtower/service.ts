// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Address, Hex } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createHttpServer } from "../kernel/http/http.ts";
import { systemClock } from "../kernel/process/clock.ts";
import type { RunningRole } from "../kernel/process/lifecycle.ts";
import { createLogger } from "../kernel/process/log.ts";
import { startLoop } from "../kernel/process/loop.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender } from "../kernel/tx/sender.ts";
import { readChannel } from "../sdk/channels/readChannel.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { askSequencers } from "./askSequencers.ts";
import { createClosingBook } from "./closingBook.ts";
import { followClosings, openClosings } from "./closings.ts";
import type { WatchtowerConfig } from "./config.ts";
import { createDefend, forgetClosed } from "./defend.ts";
import { createWatchtowerMetrics } from "./metrics.ts";
import type { DefenceRules } from "./policy.ts";
import { watchtowerRoutes } from "./routes.ts";
import { type WatchtowerTables, watchtowerMigrations } from "./tables.ts";

/** Starts a watchtower; see the README beside this file. */
export async function startWatchtower(config: WatchtowerConfig): Promise<RunningRole & { url: string }> {
  const log = createLogger("watchtower", config.logLevel);
  const account = loadAccount(config, log);
  const chain = await connectChain({ rpcUrl: config.rpcUrl, deploymentPath: config.deployment });
  const { publicClient, chainId, deployment } = chain;
  const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
  const contract = { chainId, paymentChannels };

  // what is under way is stopped in reverse order, also when a later part of the start fails
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne();
  };
  try {
    const store = await openStore<WatchtowerTables>(
      join(config.dataDir, "watchtower.db"),
      watchtowerMigrations,
    );
    stops.push(() => store.close());
    await bindStoreToChain(store, chain);
    const registry = createMetrics("watchtower");
    const metrics = createWatchtowerMetrics(registry);
    const readiness = createReadiness();
    const nowSec = () => Math.floor(systemClock.nowMs() / 1000);

    const vouchers = createVoucherStore(store, systemClock.nowMs);
    const closings = openClosings(store);
    const book = createClosingBook(publicClient, paymentChannels);
    const rules: DefenceRules = {
      prices:
        config.prices ?? new Map([[StreamToken.toLowerCase() as Address, { ether: 1n, token: 1_000n }]]),
      payUpToBps: BigInt(config.payUpToPercent) * 100n,
      maxFeePerGasWei: config.maxFeePerGasWei,
      maxRows: config.maxRows,
    };
    const readLatest = (channelId: Hex) => readChannel(publicClient, { paymentChannels, channelId });
    const acceptVoucher = createAcceptVoucher({
      contract,
      payees: config.payees,
      prices: rules.prices,
      verify: await createVerifyVoucher(contract),
      vouchers,
      readChannel: readLatest,
      nowSec: async () => Math.max(nowSec(), Number((await publicClient.getBlock()).timestamp)),
      marginSec: config.marginSec,
    });
    const defend = createDefend({
      publicClient,
      paymentChannels,
      follower: followClosings({
        publicClient,
        store,
        paymentChannels,
        startBlock: deployment.startBlock,
        onNews: book.touch,
        onReorg: book.touchAll,
      }),
      closings,
      book,
      sender: createSender({
        publicClient,
        account,
        store,
        log,
        metrics: registry,
        bumpAfterMs: config.bumpAfterMs,
        maxPending: config.maxTransactions,
      }),
      rules,
      maxTransactions: config.maxTransactions,
      dryRun: config.dryRun,
      metrics,
      checks: { funds: readiness.check("funds"), deadlines: readiness.check("deadlines") },
      log,
      nowSec,
    });
    const forgetting = {
      publicClient,
      closings,
      metrics,
      log,
      finalityBlocks: config.finalityBlocks,
      findVoucher: vouchers.find,
      readChannel: readLatest,
    };

    const every = { readiness, log };
    const defending = startLoop({
      ...every,
      name: "defence",
      everyMs: config.pollMs,
      // a deadline does not wait for a backoff
      backoffMaxMs: Math.max(config.pollMs, 5_000),
      async tick(signal) {
        const { head } = await defend(signal);
        await forgetClosed(forgetting, head);
      },
    });
    stops.push(() => defending.stop());
    const { sequencers } = config;
    if (sequencers) {
      const asking = startLoop({
        ...every,
        name: "sequencers",
        everyMs: config.askMs,
        tick: (signal) =>
          askSequencers({ contract, sequencers, closing: closings.ids, acceptVoucher, log }, signal),
      });
      stops.push(() => asking.stop());
    }
    const server = await createHttpServer({
      host: config.host,
      port: config.port,
      routes: watchtowerRoutes({ acceptVoucher, readChannel: readLatest, vouchers, metrics, log }),
      metrics: registry,
      readiness,
      log,
    });
    stops.push(() => server.close());
    log.info({ url: server.url, address: account.address }, "watching");
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
