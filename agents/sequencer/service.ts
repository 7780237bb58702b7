// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import { blindness, headOf } from "../kernel/chain/head.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { createFaultLog } from "../kernel/process/log.ts";
import { SEQUENCER } from "../operators/registration.ts";
import { createIsBonded, prepareRegistration } from "../operators/standing.ts";
import {
  interactionInputsAbi,
  interactionRollupAbi,
  operatorRegistryAbi,
  paymentChannelsAbi,
  streamTokenAbi,
} from "../sdk/abis.generated.ts";
import { paidPeriodTypedData } from "../sdk/access/paidPeriod.ts";
import { createChannelIds } from "../vouchers/channelIds.ts";
import { createRecoverSigner } from "../vouchers/recoverSigner.ts";
import { reportDamaged } from "../vouchers/reportDamaged.ts";
import { createVerifyTicks } from "../vouchers/verifyTicks.ts";
import { createVerifyVoucher } from "../vouchers/verifyVoucher.ts";
import { createVoucherStore } from "../vouchers/voucherStore.ts";
import { createAcceptTick } from "./acceptTick.ts";
import { createAcceptVoucher } from "./acceptVoucher.ts";
import { createChainView } from "./chainView.ts";
import { createChannelBook } from "./channelBook.ts";
import { followChannels } from "./channelFollower.ts";
import { requirePrices, type SequencerConfig, settlementRules } from "./config.ts";
import { startInteractions } from "./interactions/startInteractions.ts";
import { sequencerMetrics } from "./metrics.ts";
import { sequencerMigrations } from "./openings.ts";
import { createFindKey } from "./periods/findKey.ts";
import { createGivePeriod } from "./periods/givePeriod.ts";
import { createPeriodStore } from "./periods/periodStore.ts";
import { createWorkPayees } from "./periods/workPayees.ts";
import { sequencerRoutes } from "./routes.ts";
import { createSettler } from "./settler.ts";
import { createFindFunds } from "./topUps.ts";

const contracts = [
  "PaymentChannels",
  "StreamToken",
  "StreamingProtocol",
  "ContentRegistry",
  "MeteredPolicy",
  "OperatorRegistry",
  "InteractionInputs",
  "InteractionRollup",
] as const;
const abi = [
  ...paymentChannelsAbi,
  ...operatorRegistryAbi,
  ...streamTokenAbi,
  ...interactionInputsAbi,
  ...interactionRollupAbi,
];
const definition = { role: "sequencer", contracts, migrations: sequencerMigrations };

/** Starts the sequencer; see the README beside this file. */
export const startSequencer = (config: SequencerConfig) =>
  startNode(definition, config, async ({ log, chain, store, account, ...node }) => {
    const { publicClient, chainId, deployment } = chain;
    const { PaymentChannels: paymentChannels, StreamToken } = deployment.contracts;
    const { StreamingProtocol: streamingProtocol, ContentRegistry: contentRegistry } = deployment.contracts;
    const { MeteredPolicy: meteredPolicy } = deployment.contracts;
    const { startBlock } = deployment;
    const { finalityBlocks, payees, maxBlindSec, pollMs: everyMs } = config;
    const contract = { chainId, paymentChannels };
    const { nowMs } = systemClock;
    const told = { metrics: sequencerMetrics(node.metrics), log };

    const vouchers = createVoucherStore(store, nowMs, reportDamaged(log));
    const channels = createChannelBook({ publicClient, paymentChannels, finalityBlocks });
    const following = { publicClient, store, startBlock, paymentChannels, streamingProtocol };
    const follower = followChannels({ ...following, payees, channels });
    const head = headOf(publicClient);
    const view = createChainView({ ...told, head, follower, channels, vouchers });
    const held = {
      view,
      channels,
      vouchers,
      sender: node.sender({ abi, maxFeePerGasWei: config.maxFeePerGasWei }),
    };
    const rules = settlementRules(config, StreamToken);
    const settle = createSettler({ ...told, ...held, head, publicClient, paymentChannels, rules, nowMs });
    const isBlind = () => blindness(head.latest(), view.blindForMs(), maxBlindSec);
    node.readiness.watch("accepts", isBlind);
    // a bond is for receipts of periods, and for posting operations
    const wantsBond = config.bond !== undefined;
    // an earlier process may have left the registration open
    if (wantsBond) await held.sender.recover();
    const registerAt = wantsBond && (await prepareRegistration(SEQUENCER, chain, account.address, config));
    const registered = registerAt && node.readiness.check("registered");
    await view.look();
    const tokens = config.tokens ?? [StreamToken.toLowerCase() as Address];
    requirePrices(config, tokens, rules);
    const findFunds = createFindFunds({ channels, nowMs });
    const judging = { contract, findFunds, vouchers, blindForMs: view.blindForMs, maxBlindSec };
    const channelIdOf = await createChannelIds(contract);
    const verify = await createVerifyVoucher(contract);
    const acceptVoucher = createAcceptVoucher({ ...judging, payees, tokens, verify, channelIdOf });
    const acceptTick = createAcceptTick({ ...judging, verifyTicks: await createVerifyTicks() });
    const givePeriod = createGivePeriod({
      ...judging,
      ...{ payees, nowMs, receiptSec: config.receiptSec },
      token: StreamToken.toLowerCase() as Address,
      recoverSigner: await createRecoverSigner(),
      findKey: createFindKey({ vouchers, db: store.db, look: view.look }),
      payeeOfWork: createWorkPayees({ publicClient, contentRegistry, finalityBlocks }),
      isBonded: createIsBonded(SEQUENCER, chain, account.address),
      periods: createPeriodStore(store),
      sign: (receipt) => account.signTypedData(paidPeriodTypedData({ chainId, meteredPolicy }, receipt)),
      chainSec: () => head.latest()?.timestamp ?? 0,
    });
    const faults = createFaultLog(log, "judging and storing vouchers");
    const { seenBlock } = view;
    const accepting = { acceptVoucher, acceptTick, givePeriod, channels, vouchers };
    const waitMs = config.interactionWaitSec * 1_000;
    const interactions = wantsBond
      ? await startInteractions({
          ...told,
          chain,
          store,
          sender: held.sender,
          waitMs,
          blindness: isBlind,
          nowMs,
        })
      : undefined;
    const routes = sequencerRoutes({ ...told, faults, ...accepting, db: store.db, seenBlock });
    const { url } = await node.serve({ routes: [...routes, ...(interactions?.routes ?? [])] });
    if (registerAt) await registerAt(held.sender, url);
    if (registered) registered.ok();

    // two loops: a settlement that hangs must not hide a closing channel
    const looking = node.loop({ name: "chain", everyMs, tick: view.look });
    const settling = node.loop({ name: "settlement", everyMs, tick: (signal) => settle({ signal }) });
    const publishing = interactions && node.loop({ name: "interactions", everyMs, tick: interactions.tick });
    interactions?.onAccepted(() => publishing?.wake());
    return {
      url,
      async lastWork() {
        await Promise.all([looking.stop(), settling.stop(), publishing?.stop()]);
        await settle({ stopping: true });
      },
    };
  });
