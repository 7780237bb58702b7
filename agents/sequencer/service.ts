// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Address } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { loadAccount } from "../kernel/config/keys.ts";
import { createHttpServer } from "../kernel/http/server.ts";
import { systemClock } from "../kernel/process/clock.ts";
import type { RunningRole } from "../kernel/process/lifecycle.ts";
import { createLogger } from "../kernel/process/log.ts";
import { startLoop } from "../kernel/process/loop.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import { createReadiness } from "../kernel/process/readiness.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore } from "../kernel/store/store.ts";
import { createSender } from "../kernel/tx/sender.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { createVerifyTicks } from "../vouchers/verifyTicks.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { type VoucherTables, voucherMigrations } from "../vouchers/voucherTables.ts";
import { createAcceptTick } from "./acceptTick.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { createChannelBook } from "./channelBook.ts";
import { followChannels } from "./channelFollower.ts";
import type { SequencerConfig } from "./config.ts";
import { sequencerMetrics } from "./metrics.ts";
import { sequencerRoutes } from "./routes.ts";
import { createSettler } from "./settler.ts";

/** On the way out a transaction may take this long; the next start takes up one that takes longer. */
const LAST_SETTLEMENT_MS = 7_000;

/** Starts the sequencer; see the README beside this file. */
export async function startSequencer(config: SequencerConfig): Promise<RunningRole & { url: string }> {
  const log = createLogger("sequencer", config.logLevel);
  const account = loadAccount(config, log);
  const chain = await connectChain({ rpcUrl: config.rpcUrl, deploymentPath: config.deployment, account });
  const { publicClient, chainId, deployment } = chain;
  const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
  const contract = { chainId, paymentChannels };
  const verify = await createVerifyVoucher(contract);

  const store = await openStore<VoucherTables>(join(config.dataDir, "sequencer.db"), voucherMigrations);
  await bindStoreToChain(store, chain);
  const kernelMetrics = createMetrics("sequencer");
  const metrics = sequencerMetrics(kernelMetrics);
  const readiness = createReadiness();
  const { nowMs } = systemClock;
  const vouchers = createVoucherStore(store, nowMs);
  const channels = createChannelBook({
    publicClient,
    paymentChannels,
    finalityBlocks: config.finalityBlocks,
  });
  const sender = createSender({
    publicClient,
    account,
    store,
    log,
    abi: paymentChannelsAbi,
    metrics: kernelMetrics,
  });
  const settler = createSettler({
    paymentChannels,
    rules: config,
    channels,
    vouchers,
    sender,
    metrics,
    log,
    nowMs,
  });
  const follower = followChannels({
    publicClient,
    store,
    paymentChannels,
    startBlock: deployment.startBlock,
    channels,
  });

  const held = await vouchers.live();
  metrics.acceptedWei.set(held.reduce((sum, { cumulative }) => sum + Number(cumulative), 0));
  let seen = { block: -1n, atMs: 0 };

  async function lookNow(signal?: AbortSignal): Promise<void> {
    const atMs = nowMs();
    const { nextBlock } = await follower.poll(signal);
    const live = await vouchers.live();
    await channels.refresh(live.map(({ channelId }) => channelId));
    await vouchers.retire(channels.dropClosed());
    metrics.channels.set(live.length);
    seen = { block: nextBlock - 1n, atMs };
  }

  let lastLook: Promise<void> = Promise.resolve();
  /** Reads what is new on the chain; one reads at a time. */
  function look(signal?: AbortSignal): Promise<void> {
    lastLook = lastLook.catch(() => {}).then(() => lookNow(signal));
    return lastLook;
  }

  async function settle(stopping: boolean, signal?: AbortSignal): Promise<void> {
    // what was sent before must be mined before we look, or we would decide it again
    await sender.recover();
    await look(signal);
    await settler.settleDue({ readTo: seen.block, stopping });
  }
  await look();

  const tokens = config.tokens ?? [StreamToken.toLowerCase() as Address];
  const judging = {
    channels,
    vouchers,
    blindForMs: () => nowMs() - seen.atMs,
    maxBlindSec: config.maxBlindSec,
  };
  const acceptVoucher = createAcceptVoucher({
    ...judging,
    contract,
    payees: config.payees,
    tokens,
    verify,
  });
  const acceptTick = createAcceptTick({ ...judging, verifyTicks: await createVerifyTicks() });
  const server = await createHttpServer({
    host: config.host,
    port: config.port,
    routes: sequencerRoutes({ acceptVoucher, acceptTick, channels, vouchers, metrics, log }),
    metrics: kernelMetrics,
    readiness,
    log,
  });
  const every = { everyMs: config.pollMs, readiness, log };
  // two loops: a settlement that hangs must not keep us from seeing a channel close
  const looking = startLoop({ ...every, name: "chain", tick: look });
  const settling = startLoop({
    ...every,
    name: "settlement",
    tick: (signal) => settle(false, signal),
  });
  log.info({ url: server.url, address: account.address, vouchers: held.length }, "taking vouchers");

  return {
    url: server.url,
    async stop() {
      await server.close();
      const enough = setTimeout(() => sender.stop(), LAST_SETTLEMENT_MS);
      await Promise.all([looking.stop(), settling.stop()]);
      await settle(true).catch((error) =>
        log.warn({ err: error }, "the last settlement is left to the next start"),
      );
      clearTimeout(enough);
      await sender.stop();
      await store.close();
    },
  };
}
