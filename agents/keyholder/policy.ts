// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, isAddressEqual } from "viem";

/** A request is good for five minutes at most, so that no node remembers nonces for longer. */
export const FARTHEST_DEADLINE_SEC = 300;

/** The outside of a request: what is judged before anything is computed. */
export type Envelope = { chainId?: number | undefined; node: Address; deadline: number };
export type EnvelopeRefusal = "other_chain" | "not_for_this_node" | "expired";

/** @returns Why a request is refused by its outside alone; undefined for one that goes on. */
export function judgeEnvelope(
  { chainId, node, deadline }: Envelope,
  self: { chainId: number; address: Address; nowSec: number },
): EnvelopeRefusal | undefined {
  if (chainId !== undefined && chainId !== self.chainId) return "other_chain";
  if (!isAddressEqual(node, self.address)) return "not_for_this_node";
  if (deadline < self.nowSec || deadline > self.nowSec + FARTHEST_DEADLINE_SEC) return "expired";
  return undefined;
}

/** A key share that lies in this node's directory. `point`: the share times the generator, compressed. */
export type HeldShare = { committeeId: Hex; epoch: number; index: number; point: Hex };
/** A committee as the chain has it, with the seat that a share names. */
export type SeatOnChain = { epoch: number; member: Address; point: Hex };
export type ShareState = "early" | "serving" | "wrong" | "old";

/** Decides whether a share may answer. An old one never does: shares of two epochs do not mix. */
export function judgeShare(share: HeldShare, seat: SeatOnChain | undefined, self: Address): ShareState {
  if (!seat) return "early";
  if (share.epoch < seat.epoch) return "old";
  if (share.epoch > seat.epoch) return "early";
  const isMine = isAddressEqual(seat.member, self) && seat.point.toLowerCase() === share.point.toLowerCase();
  return isMine ? "serving" : "wrong";
}

/** What the chain says about a viewer, at one block. */
export type AccessAnswer = { hasAccess: boolean; isDelegate: boolean };
export type AccessRefusal = "no_access" | "not_a_delegate";

/** @returns Why the viewer gets no key; undefined for one that does. */
export function judgeAccess({ hasAccess, isDelegate }: AccessAnswer): AccessRefusal | undefined {
  if (!isDelegate) return "not_a_delegate";
  return hasAccess ? undefined : "no_access";
}
