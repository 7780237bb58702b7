// SPDX-License-Identifier: GPL-3.0-or-later

import { createNativeCurve } from "../curve/nativeCurve.ts";
import { finalUnder } from "../kernel/chain/chain.ts";
import { blindness, headOf } from "../kernel/chain/head.ts";
import { loadKey } from "../kernel/config/keys.ts";
import { startNode } from "../kernel/node.ts";
import { systemClock } from "../kernel/process/clock.ts";
import { TryAgainError } from "../kernel/process/errors.ts";
import { createFaultLog } from "../kernel/process/log.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import { checkRegistration, KEYHOLDER } from "../operators/registration.ts";
import { prepareRegistration } from "../operators/standing.ts";
import {
  keyGenerationAbi,
  keyRegistryAbi,
  operatorRegistryAbi,
  streamTokenAbi,
} from "../sdk/abis.generated.ts";
import { type KeyRequest, keyRequestTypedData } from "../sdk/encryption/keyRequest.ts";
import { createRecoverSigner } from "../vouchers/recoverSigner.ts";
import { createTypedDigest } from "../vouchers/typedDigest.ts";
import { type KeyholderConfig, requireSafeSettings } from "./config.ts";
import { followCommittees } from "./followCommittees.ts";
import {
  followGenerations,
  type GenerationTables,
  generationMigrations,
} from "./generation/followGenerations.ts";
import { createTakePart } from "./generation/takePart.ts";
import { keyholderMetrics } from "./metrics.ts";
import { judgeAccess } from "./policy.ts";
import { type AccessQuestion, createAccess } from "./release/access.ts";
import { createAnswers } from "./release/answers.ts";
import { createCapsules } from "./release/capsules.ts";
import { type NonceTables, nonceMigrations, openNonces } from "./release/nonces.ts";
import { createReleaseKey } from "./release/releaseKey.ts";
import { keyholderRoutes } from "./routes.ts";
import { readSeats } from "./shares/readSeats.ts";
import { createSeats } from "./shares/seats.ts";
import { eraseShare, readShares, shareNames } from "./shares/shareFolder.ts";

const contracts = [
  "KeyRegistry",
  "KeyCourt",
  "KeyGeneration",
  "AccessPolicy",
  "OperatorRegistry",
  "StreamToken",
] as const;
const migrations: Migrations<NonceTables & GenerationTables> = [...nonceMigrations, ...generationMigrations];
const definition = { role: "keyholder", contracts, migrations };
const MOST_BODY_BYTES = 65_536;

/** Starts a keyholder; resolves once the keyholder is registered and answers. See the README beside this file. */
export const startKeyholder = (config: KeyholderConfig) =>
  startNode(definition, config, async ({ log, account, chain, store, ...node }) => {
    const { publicClient, chainId, deployment } = chain;
    const { KeyRegistry: keyRegistry, KeyCourt: keyCourt, AccessPolicy: accessPolicy } = deployment.contracts;
    const { dataDir, confirmations, maxBlindSec, finalityBlocks, faultShare, pollMs: everyMs } = config;
    requireSafeSettings(config, chainId);
    const privateKey = loadKey(config);
    const { address } = account;
    const sender = node.sender({
      abi: [...operatorRegistryAbi, ...streamTokenAbi, ...keyGenerationAbi, ...keyRegistryAbi],
    });
    // first, since an earlier process may have left the registration open
    await sender.recover();
    const registerAt = await prepareRegistration(KEYHOLDER, chain, address, config);

    const curve = createNativeCurve();
    const metrics = keyholderMetrics(node.metrics);
    const head = headOf(publicClient);
    const { number: first } = await head.look();
    const blockUnder = (depth: number) => finalUnder(head.latest()?.number ?? first, depth);
    // a seat that a reorg changes would convict a node that answered by it
    const seatDepth = Math.max(confirmations, finalityBlocks);
    const leftOut = new Set<string>();
    const seats = createSeats({
      ...{ curve, self: address, privateKey, log },
      readShares: () =>
        readShares(dataDir, (path, reason) => {
          if (!leftOut.has(path)) log.warn({ path, reason }, "key share left out");
          leftOut.add(path);
        }),
      readSeats: (shares) =>
        readSeats(publicClient, { keyRegistry, blockNumber: blockUnder(seatDepth) }, shares),
    });
    const access = createAccess({
      ...{ publicClient, accessPolicy, onCall: () => metrics.accessCalls.inc() },
      blockNumber() {
        const blind = blindness(head.latest(), head.ageMs(), maxBlindSec);
        if (blind) throw new TryAgainError(`This node does not see the chain: ${blind}.`);
        return blockUnder(confirmations);
      },
    });
    // a no is said of the newest block: what a viewer did a moment ago counts
    const readAccess = async (question: AccessQuestion) => {
      const before = head.latest()?.hash;
      const found = await access(question);
      if (judgeAccess(found) === undefined) return found;
      const newest = await head.look().catch(() => undefined);
      return newest && newest.hash !== before ? access(question) : found;
    };
    const { domain, types, primaryType } = keyRequestTypedData({ chainId, keyRegistry }, {} as KeyRequest);
    const releaseKey = createReleaseKey({
      ...{ self: { chainId, address }, nowMs: systemClock.nowMs, seats, readAccess },
      nonces: await openNonces(store, () => Math.floor(systemClock.nowMs() / 1000)),
      digestOf: await createTypedDigest<KeyRequest>({ domain, types, primaryType }),
      recoverSigner: await createRecoverSigner(),
      capsules: createCapsules(curve, () => metrics.capsules.inc()),
      answer: await createAnswers(curve, {
        court: { chainId, keyCourt },
        privateKey,
        isLying: faultShare,
      }),
    });
    const follower = followCommittees({
      ...{ publicClient, store, keyRegistry, finalityBlocks: seatDepth, startBlock: blockUnder(seatDepth) },
      operatorRegistry: deployment.contracts.OperatorRegistry,
    });
    const keyGeneration = deployment.contracts.KeyGeneration;
    const takePart = createTakePart({
      ...{ publicClient, keyGeneration, keyRegistry, curve, privateKey, dataDir, sender, log },
      founders: config.founders ?? [],
      generations: followGenerations({
        ...{ publicClient, store, keyGeneration, self: address, finalityBlocks: seatDepth },
        startBlock: deployment.startBlock,
      }),
    });
    node.readiness.watch("generations", takePart.fault);
    node.readiness.watch("sees", () => blindness(head.latest(), head.ageMs(), maxBlindSec));
    node.readiness.watch("key shares", seats.fault);
    const registered = node.readiness.check("registered");
    const lookAtSeats = async () => {
      await seats.refresh();
      for (const place of seats.replaced()) eraseShare(dataDir, place);
    };
    await lookAtSeats();

    const faults = createFaultLog(log, "answering requests for keys");
    const routes = keyholderRoutes({ releaseKey, metrics, faults });
    const { url } = await node.serve({ routes, maxBodyBytes: MOST_BODY_BYTES });
    await registerAt(sender, url);
    registered.ok();

    let names = shareNames(dataDir).join();
    node.loop({
      name: "chain",
      everyMs,
      async tick(signal) {
        await follower.poll(signal);
        metrics.headBlock.set(Number((await head.known()).number));
        const found = shareNames(dataDir).join();
        if (found !== names || follower.mayHaveChanged()) {
          await checkRegistration(KEYHOLDER, chain, address, config, registered);
          await lookAtSeats();
          names = shareNames(dataDir).join();
        }
        metrics.committees.set(seats.count());
      },
    });
    node.loop({ name: "generations", everyMs, tick: takePart.tick });
    if (faultShare) log.warn("drill: keyholder answers with wrong points");
    return { url, operator: address };
  });
