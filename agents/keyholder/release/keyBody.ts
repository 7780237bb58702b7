// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { z } from "zod";
import { address, bytes32, decimal, signature } from "../../vouchers/voucherRequest.ts";

/** What a policy may ask a viewer to show. */
const MOST_EVIDENCE_BYTES = 16_384;
/** A contract wallet's signature; a key's has 65 bytes. */
const MOST_SIGNATURE_BYTES = 4_096;

const hexBytes = (most: number) =>
  z
    .custom<Hex>(
      (value) =>
        typeof value === "string" && value.length <= 2 + 2 * most && /^0x([0-9a-fA-F]{2})*$/.test(value),
      `hex of ${most} bytes at most`,
    )
    .meta({ type: "string", pattern: "^0x([0-9a-fA-F]{2})*$" });
const uint32 = z.int().min(0).max(0xffff_ffff);
const seconds = z
  .int()
  .min(0)
  .max(2 ** 40 - 1);

/** The body of `POST /v1/keys`. */
export const keyBody = z.object({
  chainId: z.int().optional().describe("Where given, the chain that the request is signed for"),
  committeeId: bytes32,
  contentId: bytes32,
  generation: uint32,
  rendition: uint32,
  // a capsule counts periods in 32 bits
  period: decimal(32n, "period"),
  viewer: address,
  node: address,
  ephemeralKey: bytes32,
  nonce: bytes32,
  deadline: seconds,
  signature,
  capsule: hexBytes(1_024),
  evidence: hexBytes(MOST_EVIDENCE_BYTES),
  delegation: z.object({ expiresAt: seconds, signature: hexBytes(MOST_SIGNATURE_BYTES) }).optional(),
});
export type KeyBody = z.output<typeof keyBody>;
