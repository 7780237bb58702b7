// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { type Coordinates, type Curve, coordinatesOf, type Point } from "../../sdk/encryption/curve.ts";
import { dealShares } from "../../sdk/encryption/shares.ts";
import { type ShareFile, sealShare } from "./shareFile.ts";

/** A committee that was just dealt: what goes on chain, and to each member. */
export type DealtCommittee = {
  publicKey: Coordinates;
  threshold: number;
  members: Address[];
  points: Coordinates[];
  files: ShareFile[];
};

/** Deals a committee to members, by their accounts' public keys. Whoever runs this could know its key: right for nodes of one's own. */
export function dealCommittee(
  curve: Curve,
  {
    committeeId,
    threshold,
    memberKeys,
  }: { committeeId: Hex; threshold: number; memberKeys: readonly Point[] },
): DealtCommittee {
  const { publicKey, points, shares } = dealShares(curve, { threshold, size: memberKeys.length });
  const files = shares.map((share, at) =>
    sealShare(curve, memberKeys[at]!, { committeeId, epoch: 0, index: at + 1 }, share),
  );
  return {
    ...{ publicKey: coordinatesOf(publicKey), threshold, points: points.map(coordinatesOf), files },
    members: files.map(({ member }) => member),
  };
}
