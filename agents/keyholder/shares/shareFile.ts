// SPDX-License-Identifier: GPL-3.0-or-later
import { createCipheriv, createDecipheriv, createECDH, hkdfSync } from "node:crypto";
import { type Address, bytesToHex, type Hex, hexToBytes } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { z } from "zod";
import { UserError } from "../../kernel/process/errors.ts";
import { type Curve, compress, type Point } from "../../sdk/encryption/curve.ts";
import { labelOf, uint32 } from "../../sdk/encryption/keys.ts";
import { isScalar, numberOf, scalarBytes } from "../../sdk/encryption/scalars.ts";
import { address, bytes32 } from "../../vouchers/voucherRequest.ts";
import type { HeldShare } from "../policy.ts";

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `bytes` bytes of hex, in lower case. */
const hexOf = (bytes: number) =>
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
  const ephemeral = createECDH("secp256k1");
  ephemeral.generateKeys();
  const ephemeralKey = Buffer.from(ephemeral.getPublicKey("hex", "compressed"), "hex");
  const shared = ephemeral.computeSecret(memberKey);
  const { key, iv } = derive(shared, ephemeralKey, memberKey, place);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const sealed = Buffer.concat([cipher.update(scalarBytes(share)), cipher.final(), cipher.getAuthTag()]);
  return {
    ...{ committeeId: place.committeeId, epoch: place.epoch, index: place.index },
    member: publicKeyToAddress(bytesToHex(memberKey)).toLowerCase() as Address,
    point: bytesToHex(compress(curve.mulG(share))),
    ephemeralKey: bytesToHex(ephemeralKey),
    sealed: bytesToHex(sealed),
  };
}

/**
 * Decrypts a share by the member's private key. Throws a UserError for a file of another account or place, and for a share that is not that of
 * the file's point.
 */
export function openShare(curve: Curve, privateKey: Hex, file: ShareFile): bigint {
  const own = createECDH("secp256k1");
  own.setPrivateKey(hexToBytes(privateKey));
  const address = publicKeyToAddress(bytesToHex(own.getPublicKey()));
  if (file.member.toLowerCase() !== address.toLowerCase()) {
    throw new UserError(
      `The key share is for ${file.member}, not for ${address}.`,
      "Give the keystore of that account, or ask the dealer for the share of this one.",
    );
  }
  try {
    const shared = own.computeSecret(hexToBytes(file.ephemeralKey));
    const { key, iv } = derive(shared, hexToBytes(file.ephemeralKey), own.getPublicKey(), file);
    const sealed = hexToBytes(file.sealed);
    const decipher = createDecipheriv("aes-256-gcm", key, iv);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const share = numberOf(
      Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])),
    );
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

function derive(
  shared: Uint8Array,
  ephemeralKey: Uint8Array,
  memberKey: Uint8Array,
  { committeeId, epoch, index }: SharePlace,
) {
  const place = [hexToBytes(committeeId), uint32(epoch), Uint8Array.of(index)];
  const info = Buffer.concat([labelOf("key-share"), ephemeralKey, memberKey, ...place]);
  const bytes = Buffer.from(hkdfSync("sha256", shared, "", info, KEY_BYTES + IV_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), iv: bytes.subarray(KEY_BYTES) };
}
