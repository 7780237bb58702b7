// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { privateKeyToAddress, publicKeyToAddress } from "viem/accounts";
import { z } from "zod";
import { UserError } from "../../kernel/process/errors.ts";
import { type Curve, compress, type Point } from "../../sdk/encryption/curve.ts";
import { uint32 } from "../../sdk/encryption/keys.ts";
import { isScalar, numberOf, scalarBytes } from "../../sdk/encryption/scalars.ts";
import { address, bytes32 } from "../../vouchers/voucherRequest.ts";
import type { HeldShare } from "../policy.ts";
import { openBytes, type SealedPlace, sealBytes, TAG_BYTES } from "./sealedBytes.ts";

/** `bytes` bytes of hex, in lower case. */
export const hexOf = (bytes: number) =>
  z
    .custom<Hex>(
      (value) => typeof value === "string" && new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`).test(value),
      `${bytes} bytes of hex`,
    )
    .transform((value) => value.toLowerCase() as Hex);

/** A key share, encrypted to the account of the member that holds it: on its way from the dealer, and at rest. */
export const shareFile = z.object({
  committeeId: bytes32,
  epoch: z.int().min(0).max(0xffff_ffff),
  index: z.int().min(1).max(16),
  member: address,
  /** The share times the generator, compressed, as it stands on chain. */
  point: hexOf(33),
  ephemeralKey: hexOf(33),
  sealed: hexOf(32 + TAG_BYTES),
});
export type ShareFile = z.output<typeof shareFile>;

export type SharePlace = Pick<HeldShare, "committeeId" | "epoch" | "index">;

/** Encrypts a share to a member: AES-256-GCM under a key that the member's private key alone leads to, bound to the share's place. */
export function sealShare(curve: Curve, memberKey: Point, place: SharePlace, share: bigint): ShareFile {
  return {
    ...{ committeeId: place.committeeId, epoch: place.epoch, index: place.index },
    member: publicKeyToAddress(bytesToHex(memberKey)).toLowerCase() as Address,
    point: bytesToHex(compress(curve.mulG(share))),
    ...sealBytes(memberKey, whereOf(place), scalarBytes(share)),
  };
}

/**
 * Decrypts a share by the member's private key. Throws a UserError for a file of another account or place, and for a share that is not that of
 * the file's point.
 */
export function openShare(curve: Curve, privateKey: Hex, file: ShareFile): bigint {
  const address = privateKeyToAddress(privateKey);
  if (file.member.toLowerCase() !== address.toLowerCase()) {
    throw new UserError(
      `The key share is for ${file.member}, not for ${address}.`,
      "Give the keystore of that account, or ask the dealer for the share of this one.",
    );
  }
  try {
    const share = numberOf(openBytes(privateKey, whereOf(file), file));
    if (isScalar(share) && bytesToHex(compress(curve.mulG(share))) === file.point) return share;
  } catch (cause) {
    throw notWhole(file, { cause });
  }
  throw notWhole(file);
}

const notWhole = ({ committeeId, epoch, index }: SharePlace, options?: ErrorOptions) =>
  new UserError(
    `The key share ${index} of committee ${committeeId} in epoch ${epoch} does not open, or is not that of its point.`,
    "The file was changed or cut short: take the dealer's file, or a backup's.",
    options,
  );

const whereOf = ({ committeeId, epoch, index }: SharePlace): SealedPlace => ({
  label: "key-share",
  place: [hexToBytes(committeeId), uint32(epoch), Uint8Array.of(index)],
});
