// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, type GetLogsReturnType, type Hex, hexToBytes } from "viem";
import { getLogs } from "viem/actions";
import {
  ActorRegisteredEvent,
  ForcedPostedEvent,
  InputsPostedEvent,
  KeyRetiredEvent,
  SignatureDemandedEvent,
  SignatureShownEvent,
  StrideForcedEvent,
} from "../sdk/abis/interactionInputs.generated.ts";
import {
  AssertedEvent,
  CollectedEvent,
  ConfirmationDelayedEvent,
  ConfirmedEvent,
  FalsifiedEvent,
  ReapedEvent,
  RewardTakenEvent,
} from "../sdk/abis/interactionRollup.generated.ts";
import { type BlockRange, readRanges } from "../sdk/chain/blockRanges.ts";
import type { AnyClient } from "../sdk/chain/clients.ts";
import type { LoggedMark } from "./interactionLogs.ts";
import { marksOf } from "./marks.ts";
import { type Posting, strideCount } from "./posting.ts";
import type { SignerOf } from "./signerOf.ts";

const EVENTS = [
  ActorRegisteredEvent,
  AssertedEvent,
  CollectedEvent,
  ConfirmationDelayedEvent,
  ConfirmedEvent,
  FalsifiedEvent,
  ForcedPostedEvent,
  InputsPostedEvent,
  KeyRetiredEvent,
  ReapedEvent,
  RewardTakenEvent,
  SignatureDemandedEvent,
  SignatureShownEvent,
  StrideForcedEvent,
] as const;
type InteractionLog = GetLogsReturnType<undefined, typeof EVENTS, true>[number];

/** An assertion as logs tell it. */
export type AssertionHistory = {
  id: Hex;
  posting: bigint;
  rootBefore: Hex;
  roots: readonly Hex[];
  asserter: Address;
  outcome: "pending" | "confirmed" | "falsified" | "reaped";
  /** Who has the bond, or the reward. */
  holder: Address;
  isCollected: boolean;
  /** The block that has it. */
  block: bigint;
};

export type History = {
  postings: Posting[];
  assertions: AssertionHistory[];
  /** The roots after the postings that have a final state, by number. */
  finalRoots: Hex[];
  /** The posting whose confirmation the guardian put off last. */
  delayed: bigint | undefined;
};

const FIRST_RANGE = 10_000n;

export type ReadHistoryParameters = BlockRange & {
  interactionInputs: Address;
  interactionRollup: Address;
  signerOf: SignerOf;
};

/** Reads all postings and assertions out of the logs of both contracts. */
export async function readHistory(
  client: AnyClient,
  { fromBlock, toBlock, interactionInputs, interactionRollup, signerOf }: ReadHistoryParameters,
): Promise<History> {
  const address = [interactionInputs, interactionRollup];
  const logs: InteractionLog[] = [];
  const blocks = { fromBlock, toBlock, maxRange: FIRST_RANGE };
  for await (const some of readRanges(blocks, (range) =>
    getLogs(client, { address, events: EVENTS, strict: true, ...range }),
  ))
    logs.push(...some);
  return historyOf(logs, signerOf);
}

/** What logs, in their order, tell. */
export function historyOf(logs: readonly InteractionLog[], signerOf: SignerOf): History {
  const keys: { key: bigint; retiredFrom?: bigint }[] = [];
  const forced: { operations: Hex; signatures: Hex }[] = [];
  const postings: Posting[] = [];
  const marks: LoggedMark[][] = [];
  const assertions = new Map<Hex, AssertionHistory>();
  const finalRoots: Hex[] = [];
  let delayed: bigint | undefined;
  const update = (id: Hex, change: Partial<AssertionHistory>) => {
    Object.assign(assertions.get(id)!, change);
  };

  for (const { eventName, args, blockNumber: block } of logs) {
    switch (eventName) {
      case "ActorRegistered":
        keys[args.actor] = { key: BigInt(args.key) };
        break;
      case "KeyRetired":
        keys[args.actor]!.retiredFrom = args.posting;
        break;
      case "StrideForced":
        forced[Number(args.place)] = args;
        break;
      case "InputsPosted": {
        const { number, posting } = args;
        marks.push([]);
        postings.push({
          ...{ number, time: posting.postedAt, signerOf, marks: [] },
          ...{ actors: posting.actors, works: posting.works, isSigned: posting.isSigned },
          ...{ operations: hexToBytes(args.operations), signatures: hexToBytes(args.signatures) },
          firstKeyOf(actor) {
            const { key = 0n, retiredFrom } = keys[actor] ?? {};
            return retiredFrom !== undefined && number >= retiredFrom ? 0n : key;
          },
        });
        break;
      }
      case "ForcedPosted": {
        const strides = forced.slice(Number(args.place), Number(args.place + args.count));
        const joined = (part: "operations" | "signatures") =>
          hexToBytes(concatHex(strides.map((stride) => stride[part])));
        Object.assign(postings[Number(args.number)]!, {
          operations: joined("operations"),
          signatures: joined("signatures"),
        });
        break;
      }
      case "SignatureDemanded":
        marks[Number(args.number)]!.push({ ...args, stride: Number(args.stride), version: undefined });
        break;
      case "SignatureShown":
        marks[Number(args.number)]!.push({ ...args, stride: Number(args.stride) });
        break;
      case "Asserted": {
        const { asserter } = args;
        const made = { outcome: "pending", holder: asserter, isCollected: false, block } as const;
        assertions.set(args.id, { ...args, ...made });
        break;
      }
      case "Confirmed":
        update(args.id, { outcome: "confirmed" });
        finalRoots[Number(args.posting)] = args.root;
        break;
      case "Falsified":
        update(args.id, { outcome: "falsified", holder: args.prover });
        break;
      case "Reaped":
        update(args.id, { outcome: "reaped", holder: args.reaper });
        break;
      case "RewardTaken":
        update(args.id, { holder: args.prover });
        break;
      case "Collected":
        update(args.id, { isCollected: true });
        break;
      case "ConfirmationDelayed":
        delayed = args.posting;
    }
  }
  const marked = postings.map((posting, number) => ({
    ...posting,
    marks: marksOf(marks[number]!, strideCount(posting)),
  }));
  return { postings: marked, assertions: [...assertions.values()], finalRoots, delayed };
}
