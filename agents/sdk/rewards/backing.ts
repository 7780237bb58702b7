// SPDX-License-Identifier: MIT
import type { Address } from "viem";

/** What a backing is for, in the contract's order: what an actor watched, or the peers who helped it. */
export const REWARD_KINDS = ["watching", "help"] as const;
export type RewardKind = (typeof REWARD_KINDS)[number];

/** STREAM that `backer` gave up for the rewards of an actor's watching, or of its helpers, in an epoch. */
export type Backing = { backer: Address; actor: number; epoch: number; kind: RewardKind };

/** @returns The key of a backing as the contract takes it. */
export function backingKeyOf({ backer, actor, epoch, kind }: Backing) {
  return { backer, actor, epoch, kind: REWARD_KINDS.indexOf(kind) };
}
