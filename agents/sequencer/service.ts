// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { blindness, headOf } from "../kernel/chain/head.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { createFaultLog } from "../kernel/process/log.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { createChannelIds } from "../vouchers/channelIds.ts";
import { reportDamaged } from "../vouchers/reportDamaged.ts";
import { createVerifyTicks } from "../vouchers/verifyTicks.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { postingMigrations, voucherMigrations } from "../vouchers/voucherTables.ts";
import { createAcceptTick } from "./acceptTick.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { createChainView } from "./chainView.ts";
import { createChannelBook } from "./channelBook.ts";
import { followChannels } from "./channelFollower.ts";
import { requirePrices, type SequencerConfig, settlementRules } from "./config.ts";
import { sequencerMetrics } from "./metrics.ts";
import { sequencerRoutes } from "./routes.ts";
import { createSettler } from "./settler.ts";
import { createFindFunds } from "./topUps.ts";

const contracts = ["PaymentChannels", "StreamToken"] as const;
const definition = { role: "sequencer", contracts, migrations: [...voucherMigrations, ...postingMigrations] };

/** Starts the sequencer; see the README beside this file. */
export const startSequencer = (config: SequencerConfig) =>
  startNode(definition, config, async ({ log, chain, store, ...node }) => {
    const { publicClient, chainId, deployment } = chain;
    const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
    const { startBlock } = deployment;
    const { finalityBlocks, payees, maxBlindSec, pollMs: everyMs } = config;
    const contract = { chainId, paymentChannels };
    const { nowMs } = systemClock;
    const told = { metrics: sequencerMetrics(node.metrics), log };

    const vouchers = createVoucherStore(store, nowMs, reportDamaged(log));
    const channels = createChannelBook({ publicClient, paymentChannels, finalityBlocks });
    const follower = followChannels({ publicClient, store, paymentChannels, startBlock, channels });
    const head = headOf(publicClient);
    const view = createChainView({ ...told, head, follower, channels, vouchers });
    const held = {
      view,
      channels,
      vouchers,
      sender: node.sender({ abi: paymentChannelsAbi, maxFeePerGasWei: config.maxFeePerGasWei }),
    };
    const rules = settlementRules(config, StreamToken);
    const settle = createSettler({ ...told, ...held, head, publicClient, paymentChannels, rules, nowMs });
    node.readiness.watch("accepts", () => blindness(head.latest(), view.blindForMs(), maxBlindSec));
    await view.look();
    const tokens = config.tokens ?? [StreamToken.toLowerCase() as Address];
    requirePrices(config, tokens, rules);
    const findFunds = createFindFunds({ channels, nowMs });
    const judging = { contract, findFunds, vouchers, blindForMs: view.blindForMs, maxBlindSec };
    const channelIdOf = await createChannelIds(contract);
    const verify = await createVerifyVoucher(contract);
    const acceptVoucher = createAcceptVoucher({ ...judging, payees, tokens, verify, channelIdOf });
    const acceptTick = createAcceptTick({ ...judging, verifyTicks: await createVerifyTicks() });
    const faults = createFaultLog(log, "judging and storing vouchers");
    const routes = sequencerRoutes({ ...told, faults, acceptVoucher, acceptTick, channels, vouchers });
    const { url } = await node.serve({ routes });

    // two loops: a settlement that hangs must not hide a closing channel
    const looking = node.loop({ name: "chain", everyMs, tick: view.look });
    const settling = node.loop({ name: "settlement", everyMs, tick: (signal) => settle({ signal }) });
    return {
      url,
      async lastWork() {
        await Promise.all([looking.stop(), settling.stop()]);
        await settle({ stopping: true });
      },
    };
  });
