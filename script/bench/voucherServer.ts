// SPDX-License-Identifier: GPL-3.0-or-later
// The sequencer that vouchers.ts measures, in a process of its own: HTTP, judge and store are the sequencer's, and every channel
// is open on a chain that never speaks.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHttpServer } from "../../agents/kernel/http/server.ts";
import { createLogger } from "../../agents/kernel/process/log.ts";
import { createMetrics } from "../../agents/kernel/process/metrics.ts";
import { createReadiness } from "../../agents/kernel/process/readiness.ts";
import { openStore } from "../../agents/kernel/store/store.ts";
import { createAcceptVoucher } from "../../agents/sequencer/acceptVoucher.ts";
import type { ChannelBook } from "../../agents/sequencer/channelBook.ts";
import { sequencerMetrics } from "../../agents/sequencer/metrics.ts";
import { sequencerMigrations } from "../../agents/sequencer/openings.ts";
import { sequencerRoutes } from "../../agents/sequencer/routes.ts";
import { createChannelIds } from "../../agents/vouchers/channelIds.ts";
import { createVerifyVoucher } from "../../agents/vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../../agents/vouchers/voucherStore.ts";

export const CONTRACT = { chainId: 31_337, paymentChannels: `0x${"11".repeat(20)}` } as const;
export const TOKEN = `0x${"22".repeat(20)}` as const;

async function start(): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "tributary-bench-"));
  process.once("exit", () => rmSync(directory, { recursive: true }));
  const store = await openStore(join(directory, "sequencer.db"), sequencerMigrations);
  const vouchers = createVoucherStore(store, Date.now);
  const open = { deposit: 1n << 90n, settled: 0n, closesAt: 0, windowSec: 900 };
  const view = { latest: open, final: open };
  const channels = { find: async () => view } as Partial<ChannelBook> as ChannelBook;
  const metrics = createMetrics("bench");
  const log = createLogger("bench", "silent");
  const acceptVoucher = createAcceptVoucher({
    contract: CONTRACT,
    payees: undefined,
    tokens: [TOKEN],
    verify: await createVerifyVoucher(CONTRACT),
    channelIdOf: await createChannelIds(CONTRACT),
    findFunds: async () => ({ view, isFresh: true }),
    vouchers,
    blindForMs: () => 0,
    maxBlindSec: 60,
  });
  const notMeasured = () => Promise.reject(new Error("not measured"));
  const told = { metrics: sequencerMetrics(metrics), faults: { failed() {}, passed() {} } };
  const accepting = { acceptVoucher, acceptTick: notMeasured, givePeriod: notMeasured, channels, vouchers };
  const routes = sequencerRoutes({ ...told, ...accepting, db: store.db, seenBlock: () => 0n });
  const readiness = createReadiness();
  return (await createHttpServer({ host: "127.0.0.1", port: 0, routes, metrics, readiness, log })).port;
}

if (process.send) {
  const port = await start();
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.on("disconnect", () => process.exit());
  process.send({ port });
}
