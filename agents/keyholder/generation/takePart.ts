// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeFunctionData, type Hex, hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { headOf } from "../../kernel/chain/head.ts";
import { RevertError } from "../../kernel/chain/revert.ts";
import { describeError } from "../../kernel/process/errors.ts";
import type { Logger } from "../../kernel/process/log.ts";
import type { Sender } from "../../kernel/tx/sender.ts";
import { keyGenerationAbi } from "../../sdk/abis.generated.ts";
import { commitmentOf, type Dealer, dealingOf, drawDealer } from "../../sdk/committees/dealing.ts";
import { drawHandover } from "../../sdk/committees/handOn.ts";
import { type Curve, coordinatesOf, type Point } from "../../sdk/encryption/curve.ts";
import { openShare, type SharePlace, sealShare } from "../shares/shareFile.ts";
import { eraseShare, holdsShare, placeShare, readShares } from "../shares/shareFolder.ts";
import { openDealings } from "./dealingFile.ts";
import type { Generations, KnownGeneration } from "./followGenerations.ts";
import { isOver, judgeFounder, judgeProposal, planSteps, type Step } from "./policy.ts";
import { type Reading, readGeneration } from "./readGeneration.ts";

export type TakePartOptions = {
  publicClient: ChainClient;
  keyGeneration: Address;
  keyRegistry: Address;
  curve: Curve;
  privateKey: Hex;
  dataDir: string;
  /** Whose proposals this node follows. */
  founders: readonly Address[];
  generations: Generations;
  sender: Sender;
  log: Pick<Logger, "info" | "warn">;
};

/**
 * Takes this node's part in the generations that name it. What it draws is on disk before anything of it is sent, and the chain alone says
 * what was done, so that a node that was killed goes on with the same dealing.
 */
export function createTakePart(options: TakePartOptions) {
  const { publicClient, curve, privateKey, dataDir, generations, sender, log } = options;
  const { publicKey, address: self } = privateKeyToAccount(privateKey);
  const dealings = openDealings(curve, dataDir, privateKey);
  const head = headOf(publicClient);
  const told = new Set<string>();
  const lost = new Set<Hex>();
  let seen: Hex | undefined;

  function once(key: string, tell: () => void): void {
    if (told.has(key)) return;
    told.add(key);
    tell();
  }

  /** The dealing of this node: the one on disk, or a new one, on disk from then on. */
  function dealerOf(committeeId: Hex, { index, threshold, size, before, dealer }: Reading): Dealer {
    if (dealer) return dealer;
    const place = { committeeId, index, threshold, size };
    const held = before && keyShareOf(before, before.point);
    const drawn = held ? drawHandover(curve, place, held) : drawDealer(curve, place);
    dealings.keep(drawn);
    return drawn;
  }

  /** This node's key share, where it is that of the seat; without one the node deals nothing, and is dealt a new one. */
  function keyShareOf(place: SharePlace, point: { x: bigint; y: bigint }): bigint | undefined {
    for (const file of readShares(dataDir, () => {})) {
      const { committeeId, epoch, index } = file;
      if (committeeId !== place.committeeId || epoch !== place.epoch || index !== place.index) continue;
      const share = openShare(curve, privateKey, file);
      const own = coordinatesOf(curve.mulG(share));
      return own.x === point.x && own.y === point.y ? share : undefined;
    }
    return undefined;
  }

  async function send(label: string, data: Hex): Promise<void> {
    await sender.send({ to: options.keyGeneration, data, label });
  }

  async function take(committeeId: Hex, reading: Reading, step: Step): Promise<void> {
    const { index, after, outcome, members, threshold, transportKeys } = reading;
    const abi = keyGenerationAbi;
    switch (step.step) {
      case "commit": {
        const { transportKey, commitment } = commitmentOf(curve, dealerOf(committeeId, reading));
        const args = [committeeId, index, transportKey, commitment] as const;
        return send("commit to a dealing", encodeFunctionData({ abi, functionName: "commit", args }));
      }
      case "reveal": {
        const dealing = dealingOf(curve, reading.dealer!, transportKeys);
        const args = [committeeId, index, dealing] as const;
        return send("reveal a dealing", encodeFunctionData({ abi, functionName: "reveal", args }));
      }
      case "complain": {
        const { dealer } = step;
        const args = [committeeId, reading.dealings.get(dealer)!, reading.complaints.get(dealer)!] as const;
        return send("complain of a dealing", encodeFunctionData({ abi, functionName: "complain", args }));
      }
      case "confirm": {
        const args = [after.committeeId, after.epoch, reading.view.confirmsAs!, outcome!.hash] as const;
        return send("confirm seats", encodeFunctionData({ abi, functionName: "confirm", args }));
      }
      case "finish": {
        const { publicKey: key, points } = outcome!.seats;
        const data =
          after.epoch === 0
            ? encodeFunctionData({ abi, functionName: "finish", args: [after.committeeId, key, points] })
            : encodeFunctionData({
                ...{ abi, functionName: "refresh", args: [after.committeeId, threshold, members, points] },
              });
        return send("begin an epoch", data);
      }
      case "keep":
        placeShare(dataDir, sealShare(curve, hexToBytes(publicKey) as Point, after, outcome!.share!));
        return;
      case "leave":
        if (reading.before) eraseShare(dataDir, reading.before);
        dealings.erase(committeeId);
        return;
      case "forget":
        dealings.erase(committeeId);
    }
  }

  /** Says once why a proposal is not followed. @returns Whether there is a reason. */
  function refuses({ committeeId, founder }: KnownGeneration, reason: string | undefined): boolean {
    if (reason) {
      once(`${committeeId} ${reason}`, () =>
        log.warn({ committeeId, founder, reason }, "proposal not followed"),
      );
    }
    return reason !== undefined;
  }

  /** Takes the steps that a generation asks of this node now; whether it can ask any later. */
  async function follow(known: KnownGeneration, ids: readonly Hex[], blockNumber: bigint): Promise<boolean> {
    const { committeeId } = known;
    const reading = await readGeneration(known, {
      ...{ publicClient, curve, self, blockNumber, ids, dealings: generations.dealings },
      ...{ keyGeneration: options.keyGeneration, keyRegistry: options.keyRegistry },
      heldDealer: dealings.read,
      holdsShare: (place) => holdsShare(dataDir, place),
    });
    if (typeof reading === "string") return reading === "early";
    const { view, proposal, finalSec } = reading;
    if (refuses(known, judgeProposal(proposal, options.founders))) return false;
    const { timestamp: nowSec } = await head.known();
    const steps = planSteps(view, nowSec, finalSec);
    const goesOn = !isOver(view, finalSec);
    const isLost = goesOn && view.committed === "lost" && view.begun === "no";
    lost[isLost ? "add" : "delete"](committeeId);
    for (const step of steps) {
      const about = { committeeId, ...step, into: reading.after.committeeId, epoch: reading.after.epoch };
      try {
        await take(committeeId, reading, step);
        log.info(about, "step of a generation taken");
      } catch (error) {
        if (!(error instanceof RevertError)) throw error;
        // the step is taken but not final, or its time is over, as the next look shows
        once(`${committeeId} ${step.step}`, () =>
          log.info({ ...about, reason: describeError(error) }, "step of a generation not taken"),
        );
      }
    }
    return goesOn;
  }

  return {
    /** One look at every generation that is not over. */
    async tick(signal: AbortSignal): Promise<void> {
      const { nextBlock } = await generations.poll(signal);
      const newest = (await head.known()).hash;
      if (newest === seen) return;
      await sender.recover();
      const { own, ids } = await generations.all();
      for (const known of own) {
        signal.throwIfAborted();
        // anybody may name this node: what a stranger proposes costs it no look at the chain
        if (refuses(known, judgeFounder(known.founder, options.founders))) continue;
        const final = nextBlock - 1n;
        if (!(await follow(known, ids, final))) await generations.end(known.committeeId, final);
      }
      seen = newest;
    },
    /** Why this node gets no key share of a committee to be; undefined while it does. */
    fault(): string | undefined {
      const [first] = lost;
      return (
        first &&
        `the dealing of the generation ${first} is not on disk: put the folder dealings of a backup back, or wait for the next epoch`
      );
    },
  };
}
