// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, hexToBytes, isAddress, isHex, size } from "viem";
import { z } from "zod";
import type { ChannelKey } from "../client/payments/channel.ts";
import { compactSignature } from "./compactSignature.ts";

const lowerCase = <T extends Hex>(text: T) => text.toLowerCase() as T;
const address = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value, { strict: false }), "an address")
  .transform(lowerCase);
const bytes32 = z
  .custom<Hex>((value) => isHex(value) && size(value) === 32, "32 bytes of hex")
  .transform(lowerCase);
const decimal = (bits: bigint, name: string) =>
  z
    .string()
    .regex(/^(0|[1-9][0-9]{0,30})$/, `${name} is a whole number, as text`)
    .transform(BigInt)
    .refine((value) => value >> bits === 0n, `${name} has at most ${bits} bits`);
const signature = z
  .custom<Hex>((value) => isHex(value) && value.length % 2 === 0, "hex")
  .transform((value, context) => {
    const compact = compactSignature(hexToBytes(value));
    if (compact) return compact;
    context.addIssue({ code: "custom", message: "64 bytes, or 65 with a low s and a v of 27 or 28" });
    return z.NEVER;
  });

/** The body of `POST /vouchers`, with addresses in lower case and the signature in 64 bytes. */
export const voucherRequest = z
  .object({
    chainId: z.int(),
    contract: address,
    payer: address,
    payee: bytes32,
    token: address,
    salt: decimal(64n, "salt"),
    sessionKey: address,
    cumulative: decimal(96n, "cumulative").refine((wei) => wei > 0n, "cumulative is above zero"),
    signature,
  })
  .transform(({ chainId, contract, cumulative, signature, ...key }) => ({
    chainId,
    contract,
    key: key satisfies ChannelKey,
    cumulative,
    signature,
  }));

export type VoucherRequest = z.output<typeof voucherRequest>;
