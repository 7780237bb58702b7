// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { keyGenerationAbi, keyRegistryAbi } from "../../sdk/abis.generated.ts";
import type { Complaint } from "../../sdk/committees/complaint.ts";
import { commitmentOf, type Dealer, type Dealing, openShare } from "../../sdk/committees/dealing.ts";
import {
  firstSeatsHash,
  type GeneratedSeats,
  generatedSeats,
  nextSeatsHash,
} from "../../sdk/committees/generatedSeats.ts";
import { handedOnSeats, handedOnShare, handsOn } from "../../sdk/committees/handOn.ts";
import { handOnTerms } from "../../sdk/committees/handOnSalt.ts";
import { type Coordinates, type Curve, coordinatesOf } from "../../sdk/encryption/curve.ts";
import { mod } from "../../sdk/encryption/scalars.ts";
import type { SharePlace } from "../shares/shareFile.ts";
import type { KnownGeneration } from "./followGenerations.ts";
import type { GenerationView, Proposal } from "./policy.ts";

export type ReadOptions = {
  publicClient: ChainClient;
  curve: Curve;
  self: Address;
  keyGeneration: Address;
  keyRegistry: Address;
  /** The last final block, up to which the dealings are known. */
  blockNumber: bigint;
  /** The ids of all generations. */
  ids: readonly Hex[];
  dealings(committeeId: Hex): Promise<ReadonlyMap<number, Dealing>>;
  heldDealer(committeeId: Hex): Dealer | undefined;
  holdsShare(place: SharePlace): boolean;
};

/** The seats of the epoch before, where a key is handed on. */
type Present = { threshold: number; members: readonly Address[]; points: readonly Coordinates[] };
/** A dealing that counts. `index`: the dealer's place in the generation; `weight`: in the epoch whose key is handed on. */
type Counted = { index: number; weight: number; dealing: Dealing };

/** A generation of this node: what its policy decides by, and what its steps are made of. */
export type Reading = {
  proposal: Proposal;
  view: GenerationView;
  /** The time of the block that all of this was read at. */
  finalSec: number;
  /** This node's place. */
  index: number;
  threshold: number;
  size: number;
  transportKeys: readonly bigint[];
  dealer: Dealer | undefined;
  dealings: ReadonlyMap<number, Dealing>;
  complaints: ReadonlyMap<number, Complaint>;
  /** The place of this node's key share of the epoch before, where it has a seat in it, and of the new one. */
  before: (SharePlace & { point: Coordinates }) | undefined;
  after: SharePlace;
  /** The members of the epoch to begin, the zero address in empty places. */
  members: readonly Address[];
  /** What follows from the dealings once they are final: the seats, their hash and this node's key share. */
  outcome: { seats: GeneratedSeats; hash: Hex; share: bigint | undefined } | undefined;
};

/**
 * Reads a generation at a final block. One that hands on the key of an epoch that has not begun is "early" while members may still commit,
 * and "over" once they may not.
 */
export async function readGeneration(
  { committeeId, founder, salt }: KnownGeneration,
  options: ReadOptions,
): Promise<Reading | "early" | "over"> {
  const { publicClient, curve, self, blockNumber } = options;
  const generationAt = { address: options.keyGeneration, abi: keyGenerationAbi } as const;
  const registryAt = { address: options.keyRegistry, abi: keyRegistryAbi } as const;
  const terms = handOnTerms(
    salt,
    options.ids.filter((id) => id !== committeeId),
  );
  const target = { committeeId: terms?.committeeId ?? committeeId, epoch: terms?.epoch ?? 0 };
  const args = [target.committeeId] as const;
  const [generation, [transportKeys], committee, newest, { timestamp }] = await Promise.all([
    publicClient.readContract({
      ...{ ...generationAt, functionName: "generationOf", args: [committeeId], blockNumber },
    }),
    publicClient.readContract({
      ...{ ...generationAt, functionName: "dealersOf", args: [committeeId], blockNumber },
    }),
    publicClient.readContract({ ...registryAt, functionName: "committeeOf", args, blockNumber }),
    publicClient.readContract({ ...registryAt, functionName: "committeeOf", args }),
    publicClient.getBlock({ blockNumber }),
  ]);
  const finalSec = Number(timestamp);
  const epochOf = ({ owner, epoch }: { owner: Address; epoch: number }) =>
    owner === zeroAddress ? -1 : epoch;
  if (epochOf(committee) < target.epoch - 1) return finalSec < generation.commitUntil ? "early" : "over";
  const seatsOf = async (epoch: number): Promise<Present> => {
    const [threshold, members, points] = await publicClient.readContract({
      ...{ ...registryAt, functionName: "membersOf", args: [target.committeeId, epoch], blockNumber },
    });
    return { threshold, members, points };
  };
  const present = terms && (await seatsOf(target.epoch - 1));
  const hasBegun = epochOf(committee) >= target.epoch;
  const begunSeats = hasBegun ? await seatsOf(target.epoch) : undefined;

  const { threshold, qualified, members: places } = generation;
  const index = placeIn(places, self)!;
  const staying = places.length - (terms?.leaving ?? 0);
  const members = places.map((member, at) => (at < staying ? member : zeroAddress));
  const dealer = options.heldDealer(committeeId);
  const dealings = await options.dealings(committeeId);
  const needed = present?.threshold ?? threshold;
  const isDealt = finalSec >= generation.complainUntil;

  const counted: Counted[] = places.flatMap((member, at) => {
    const dealing = dealings.get(at + 1);
    if ((qualified & (1 << at)) === 0) return [];
    if (!dealing) throw new TryAgainError(`The RPC left out a dealing of the generation ${committeeId}.`);
    if (!present) return [{ index: at + 1, weight: at + 1, dealing }];
    const weight = placeIn(present.members, member);
    const seat = weight && present.points[weight - 1];
    return seat && handsOn(dealing, seat) ? [{ index: at + 1, weight, dealing }] : [];
  });
  // all take the same: of those left the lowest places
  const used =
    present && isDealt ? counted.toSorted((a, b) => a.weight - b.weight).slice(0, needed) : counted;
  const opened = new Map(
    dealer &&
      used.map(({ index: from, dealing }) => [
        from,
        openShare(curve, dealer, { dealer: from, transportKey: transportKeys[from - 1]!, dealing }),
      ]),
  );
  const complaints = new Map(
    [...opened].flatMap(([from, found]) => ("complaint" in found ? [[from, found.complaint] as const] : [])),
  );

  function outcomeOf(): Reading["outcome"] {
    if (!isDealt || counted.length < needed) return undefined;
    const size = places.length;
    const weighted = used.map(({ weight, dealing }) => ({ index: weight, dealing }));
    const seats = present
      ? handedOnSeats(curve, weighted, size)
      : generatedSeats(
          curve,
          used.map(({ dealing }) => dealing),
          size,
        );
    const hash = present ? nextSeatsHash(threshold, members, seats.points) : firstSeatsHash(seats);
    const shares = used.flatMap(({ index: from, weight }) => {
      const found = opened.get(from);
      return found && "share" in found ? [{ index: weight, share: found.share }] : [];
    });
    const sum = () => shares.reduce((total, { share }) => mod(total + share), 0n);
    const isWhole = shares.length === used.length;
    return { seats, hash, share: isWhole ? (present ? handedOnShare(shares) : sum()) : undefined };
  }
  const outcome = outcomeOf();
  const confirmed = outcome
    ? await publicClient.readContract({
        ...{
          ...generationAt,
          functionName: "confirmedBy",
          args: [target.committeeId, target.epoch, outcome.hash],
        },
      })
    : 0n;

  function begunAs(): GenerationView["begun"] {
    if (!begunSeats) return epochOf(newest) >= target.epoch ? "just now" : "no";
    if (!outcome || !isSame(begunSeats.points, outcome.seats.points)) return "otherwise";
    if (!isAddressEqual(begunSeats.members[index - 1]!, self)) return "without us";
    // a key share of an epoch that is over answers nothing
    if (committee.epoch !== target.epoch) return "otherwise";
    if (outcome.share !== undefined || holdsShare) return "with us";
    return onChain !== 0n && !isHeld ? "lost" : "otherwise";
  }
  const weight = present && placeIn(present.members, self);
  const seat = weight ? present.points[weight - 1] : undefined;
  const before =
    weight && seat ? { ...target, epoch: target.epoch - 1, index: weight, point: seat } : undefined;
  const after = { ...target, index };
  const holdsShare = options.holdsShare(after);
  const onChain = transportKeys[index - 1]!;
  const isHeld = dealer !== undefined && commitmentOf(curve, dealer).transportKey === onChain;
  const first = dealer?.commitments[0];
  return {
    finalSec,
    proposal: {
      ...{ founder, threshold, members: members.filter((member) => member !== zeroAddress) },
      present: present && { ...present, members: present.members.filter((one) => one !== zeroAddress) },
    },
    view: {
      commitUntil: generation.commitUntil,
      revealUntil: generation.revealUntil,
      complainUntil: generation.complainUntil,
      holdsDealing: dealer !== undefined,
      committed: onChain === 0n ? "none" : isHeld ? "held" : "lost",
      deals:
        !present || (first !== undefined && seat !== undefined && isSame([coordinatesOf(first)], [seat])),
      revealed: dealings.has(index),
      wrong: [...complaints.keys()],
      dealers: counted.length,
      needed,
      confirmsAs: present ? weight : index,
      confirmed: Number(confirmed),
      begun: begunAs(),
      holdsShare,
    },
    ...{ index, threshold, size: places.length, transportKeys, dealer, dealings, complaints },
    ...{ before, after, members, outcome },
  };
}

/** The place of a member, from 1; undefined for none. */
function placeIn(members: readonly Address[], member: Address): number | undefined {
  const at = members.findIndex((one) => isAddressEqual(one, member));
  return at < 0 ? undefined : at + 1;
}

const isSame = (some: readonly Coordinates[], others: readonly Coordinates[]) =>
  some.length === others.length && some.every(({ x, y }, at) => x === others[at]!.x && y === others[at]!.y);
