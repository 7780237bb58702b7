// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { readChannel } from "../sdk/channels/readChannel.ts";
import { voucherRoutes } from "../vouchers/routes.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { askSequencers } from "./askSequencers.ts";
import { createClosingBook } from "./closingBook.ts";
import { followClosings, openClosings } from "./closings.ts";
import { defenceRules, type WatchtowerConfig } from "./config.ts";
import { createDefend, forgetClosed } from "./defend.ts";
import { createWatchtowerMetrics } from "./metrics.ts";
import { watchtowerMigrations } from "./tables.ts";

const contracts = ["PaymentChannels", "StreamToken"] as const;
const definition = { role: "watchtower", contracts, migrations: watchtowerMigrations };

/** Starts a watchtower; see the README beside this file. */
export const startWatchtower = (config: WatchtowerConfig) =>
  startNode(definition, config, async ({ log, chain, store, ...node }) => {
    const { publicClient, chainId, deployment } = chain;
    const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
    const { startBlock } = deployment;
    const { pollMs, askMs, sequencers, payees, marginSec, maxTransactions, dryRun } = config;
    const contract = { chainId, paymentChannels };
    const rules = defenceRules(config, StreamToken);
    const metrics = createWatchtowerMetrics(node.metrics);
    const wallSec = () => Math.floor(systemClock.nowMs() / 1000);
    /** The later of the chain's clock and the local one: the careful choice. */
    const nowSec = async () => Math.max(wallSec(), Number((await publicClient.getBlock()).timestamp));
    const read = (channelId: Hex) => readChannel(publicClient, { paymentChannels, channelId });

    const vouchers = createVoucherStore(store, systemClock.nowMs);
    const closings = openClosings(store);
    const book = createClosingBook(publicClient, paymentChannels);
    const news = { onNews: book.touch, onReorg: book.touchAll };
    const follower = followClosings({ publicClient, store, paymentChannels, startBlock, ...news });
    const verify = await createVerifyVoucher(contract);
    const judging = { contract, payees, prices: rules.prices, verify, vouchers, readChannel: read };
    const acceptVoucher = createAcceptVoucher({ ...judging, nowSec, marginSec });

    const checks = { funds: node.readiness.check("funds"), deadlines: node.readiness.check("deadlines") };
    const sender = node.sender({ bumpAfterMs: config.bumpAfterMs, maxPending: maxTransactions });
    const told = { publicClient, closings, metrics, log };
    const sources = { paymentChannels, follower, book, sender, checks, nowSec: wallSec };
    const defend = createDefend({ ...told, ...sources, rules, maxTransactions, dryRun });
    const kept = { findVoucher: vouchers.find, readChannel: read, finalityBlocks: config.finalityBlocks };

    node.loop({
      name: "defence",
      everyMs: pollMs,
      // a deadline does not wait for a backoff
      backoffMaxMs: Math.max(pollMs, 5_000),
      tick: async (signal) => forgetClosed({ ...told, ...kept }, (await defend(signal)).head),
    });
    if (sequencers) {
      const asking = { contract, sequencers, closing: closings.ids, acceptVoucher, log };
      node.loop({ name: "sequencers", everyMs: askMs, tick: (signal) => askSequencers(asking, signal) });
    }
    const routes = voucherRoutes({ acceptVoucher, readChannel: read, vouchers, metrics, log });
    return { url: (await node.serve({ routes })).url };
  });
