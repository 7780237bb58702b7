// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { laterSec } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { createFaultLog } from "../kernel/process/log.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";
import { reportDamaged } from "../vouchers/reportDamaged.ts";
import { tickRoute, voucherRoutes } from "../vouchers/routes.ts";
import { createVerifyTicks } from "../vouchers/verifyTicks.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { createAcceptTick } from "./acceptTick.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { askSequencers } from "./askSequencers.ts";
import { createClosingBook } from "./closingBook.ts";
import { followClosings, openClosings } from "./closings.ts";
import { defenceRules, type WatchtowerConfig } from "./config.ts";
import { createDefend, forgetClosed } from "./defend.ts";
import { createWatchtowerMetrics } from "./metrics.ts";
import { createSweepChannels } from "./sweepChannels.ts";
import { watchtowerMigrations } from "./tables.ts";

const contracts = ["PaymentChannels", "StreamToken"] as const;
const definition = { role: "watchtower", contracts, migrations: watchtowerMigrations };

/** Starts a watchtower; see the README beside this file. */
export const startWatchtower = (config: WatchtowerConfig) =>
  startNode(definition, config, async ({ log, chain, store, ...node }) => {
    const { publicClient, chainId, deployment } = chain;
    const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
    const { startBlock } = deployment;
    const { askMs, sequencers, payees, marginSec, maxTransactions, dryRun, finalityBlocks } = config;
    const contract = { chainId, paymentChannels };
    const rules = defenceRules(config, StreamToken);
    const metrics = createWatchtowerMetrics(node.metrics);
    const wallSec = () => Math.floor(systemClock.nowMs() / 1000);
    const nowSec = () => laterSec(publicClient, wallSec());
    const read = (channelId: Hex) => getChannel(publicClient, { paymentChannels, channelId });
    const vouchers = createVoucherStore(store, systemClock.nowMs, reportDamaged(log));
    const closings = openClosings(store);
    const book = createClosingBook(publicClient, paymentChannels);
    const reading = { publicClient, paymentChannels };
    const sweep = createSweepChannels({ ...reading, vouchers, closings, log });
    const follower = followClosings({ ...reading, store, startBlock, book, onMissing: sweep.hurry });
    const isLate = async ({ closesAt }: Channel) => closesAt !== 0 && closesAt - (await nowSec()) < marginSec;
    const noteClosing = async (channelId: Hex, channel: Channel) =>
      closings.note(channelId, channel, (await headOf(publicClient).known()).number);
    const verify = await createVerifyVoucher(contract);
    const judging = { contract, payees, prices: rules.prices, verify, vouchers, readChannel: read, isLate };
    const acceptVoucher = createAcceptVoucher({ ...judging, noteClosing });
    const acceptTick = createAcceptTick({ ...judging, verifyTicks: await createVerifyTicks() });
    const sender = node.sender({ bumpAfterMs: config.bumpAfterMs, maxPending: maxTransactions });
    const told = { publicClient, closings, vouchers, metrics, log, finalityBlocks, readChannel: read };
    const sources = {
      paymentChannels,
      follower,
      book,
      sweep,
      sender,
      readiness: node.readiness,
      nowSec: wallSec,
    };
    const defend = createDefend({ ...told, ...sources, rules, maxTransactions, dryRun });
    node.loop({
      name: "defence",
      everyMs: config.pollMs,
      // a deadline does not wait for a backoff
      backoffMaxMs: Math.max(config.pollMs, 5_000),
      tick: async (signal) => forgetClosed(told, (await defend(signal)).head),
    });
    if (sequencers) {
      const asking = { contract, sequencers, closing: closings.ids, acceptVoucher, acceptTick, log };
      node.loop({ name: "sequencers", everyMs: askMs, tick: (signal) => askSequencers(asking, signal) });
    }
    const faults = createFaultLog(log, "storing vouchers");
    const answering = { metrics, faults };
    const routes = [
      ...voucherRoutes({ ...answering, acceptVoucher, readChannel: read, vouchers }),
      tickRoute({ ...answering, acceptTick }),
    ];
    return { url: (await node.serve({ routes })).url };
  });
