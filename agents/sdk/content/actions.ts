// SPDX-License-Identifier: MIT
// The actions of `client.content`: works, their payees, prices and roots.
import type { Hex } from "viem";
import {
  appendCheckpointFunction,
  CheckpointAppendedEvent,
  ContentRegisteredEvent,
  ContentVerifiedEvent,
  commitmentOfFunction,
  contentRegistryErrors,
  endLiveFunction,
  isProvenFunction,
  isProvenInFunction,
  LiveEndedEvent,
  payeeOfFunction,
  RepublishedEvent,
  RootChangedEvent,
  registerLiveFunction,
  republishFunction,
  SequencerNamedEvent,
  verifyContentFunction,
} from "../abis/contentRegistry.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { WorkSize, WorkTerms } from "./register.ts";

export { getContent, getContentOf } from "./getContent.ts";
export { getEdges } from "./getEdges.ts";
export { getSequencer, getSequencerOf, getSequencerOfWork } from "./getSequencer.ts";
export { getWorkCount, getWorkPage, getWorks } from "./getWorks.ts";
export { nameSequencer } from "./nameSequencer.ts";
export { getContentId, register, type WorkSize, type WorkTerms } from "./register.ts";

const contract = { contract: "contentRegistry", errors: contentRegistryErrors } as const;

/** Registers a work that is still made: its checkpoints follow. */
export const registerLive = defineWrite({
  ...contract,
  functions: [registerLiveFunction],
  event: ContentRegisteredEvent,
  call: ({ salt, payee, ratePerSecondWei }: WorkTerms) => ({ args: [salt, payee, ratePerSecondWei] }),
  result: ({ contentId }) => ({ contentId }),
});

export type AppendCheckpointParameters = {
  contentId: Hex;
  checkpointRoot: Hex;
  leafCount: number;
  byteCount: bigint;
};

/** Appends the next chunks of a live work, by the root of their checkpoint. */
export const appendCheckpoint = defineWrite({
  ...contract,
  functions: [appendCheckpointFunction],
  event: CheckpointAppendedEvent,
  call: ({ contentId, checkpointRoot, leafCount, byteCount }: AppendCheckpointParameters) => ({
    args: [contentId, checkpointRoot, leafCount, byteCount],
  }),
});

/** Ends a live work: what stands is the whole. */
export const endLive = defineWrite({ ...contract, functions: [endLiveFunction], event: LiveEndedEvent });

/** Replaces the bytes of a work by its next generation; its price and payee stay. */
export const republish = defineWrite({
  ...contract,
  functions: [republishFunction],
  event: RepublishedEvent,
  call: ({ contentId, leafCount, byteCount, checkpointsRoot }: WorkSize & { contentId: Hex }) => ({
    args: [contentId, leafCount, byteCount, checkpointsRoot],
  }),
});

/** Says on chain whether a chunk is of a work: its event serves other contracts and indexers. */
export const verify = defineWrite({
  ...contract,
  functions: [verifyContentFunction],
  event: ContentVerifiedEvent,
});

/** The root and size of one generation of a work. */
export const getCommitment = defineRead("contentRegistry", commitmentOfFunction);
export const getPayee = defineRead("contentRegistry", payeeOfFunction);
/** Whether a chunk is of a work's present generation. */
export const getIsProven = defineRead("contentRegistry", isProvenFunction);
/** Whether a chunk is of one generation of a work. */
export const getIsProvenIn = defineRead("contentRegistry", isProvenInFunction);

export const watchContentRegistered = defineWatch("contentRegistry", ContentRegisteredEvent);
export const watchRepublished = defineWatch("contentRegistry", RepublishedEvent);
export const watchRootChanged = defineWatch("contentRegistry", RootChangedEvent);
export const watchCheckpointAppended = defineWatch("contentRegistry", CheckpointAppendedEvent);
export const watchLiveEnded = defineWatch("contentRegistry", LiveEndedEvent);
export const watchSequencerNamed = defineWatch("contentRegistry", SequencerNamedEvent);
export const watchContentVerified = defineWatch("contentRegistry", ContentVerifiedEvent);
