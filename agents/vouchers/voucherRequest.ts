// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import { MAXIMUM_TICKS } from "../sdk/channels/tickChain.ts";
import { compactSignature } from "./compactSignature.ts";

const lowerCase = <T extends Hex>(text: T) => text.toLowerCase() as T;
/** Describes a custom check in the OpenAPI document. */
const hexText = (pattern: string) => ({ type: "string", pattern }) as const;
export const address = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value, { strict: false }), "an address")
  .meta(hexText("^0x[0-9a-fA-F]{40}$"))
  .transform(lowerCase);
export const bytes32 = z
  // by its digits: viem takes 63 of them for 32 bytes, and shorter text shifts all that is packed behind it
  .custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-fA-F]{64}$/.test(value), "32 bytes of hex")
  .meta(hexText("^0x[0-9a-fA-F]{64}$"))
  .transform(lowerCase);
export const decimal = (bits: bigint, name: string) =>
  z
    .string()
    .regex(/^(0|[1-9][0-9]{0,30})$/, `${name} is a whole number, as text`)
    .transform(BigInt)
    .refine((value) => value >> bits === 0n, `${name} has at most ${bits} bits`);
/** A signature in 64 bytes; becomes bytes. */
export const signature = z
  .custom<Hex>((value) => isHex(value) && value.length % 2 === 0, "hex")
  .meta(hexText("^0x([0-9a-fA-F]{128}|[0-9a-fA-F]{130})$"))
  .transform((value, context) => {
    const compact = compactSignature(Buffer.from(value.slice(2), "hex"));
    if (compact) return compact;
    context.addIssue({ code: "custom", message: "64 bytes, or 65 with a low s and a v of 27 or 28" });
    return z.NEVER;
  });

/** The poster's own name: whoever repeats a payment under one name gets its first answer again. */
const postedBy = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, "postedBy has 1 to 64 characters of ASCII, without spaces")
  .optional();

/** The body of `POST /v1/vouchers`, with or without ticks, with addresses in lower case and the signature in 64 bytes. */
export const voucherRequest = z
  .object({
    chainId: z.int(),
    contract: address,
    payer: address,
    payee: bytes32,
    token: address,
    salt: decimal(64n, "salt"),
    sessionKey: address,
    cumulative: decimal(96n, "cumulative"),
    signature,
    tickRoot: bytes32.optional(),
    tickValue: decimal(96n, "tickValue")
      .refine((wei) => wei > 0n, "tickValue is above zero")
      .optional(),
    postedBy,
  })
  .refine(({ tickRoot, tickValue }) => (tickRoot === undefined) === (tickValue === undefined), {
    path: ["tickValue"],
    error: "tickRoot and tickValue go together: send both or neither",
  })
  .refine(({ tickRoot, cumulative }) => cumulative > 0n || tickRoot !== undefined, {
    path: ["cumulative"],
    error: "cumulative is above zero",
  })
  .transform(({ chainId, contract, cumulative, signature, tickRoot, tickValue, postedBy, ...key }) => ({
    chainId,
    contract,
    key: key satisfies ChannelKey,
    cumulative,
    signature,
    ticks: tickRoot && tickValue ? { tickRoot, tickValue } : undefined,
    postedBy,
  }));

export type VoucherRequest = z.output<typeof voucherRequest>;

/** The body of `POST /v1/ticks`. */
export const tickRequest = z.object({
  channelId: bytes32,
  tickRoot: bytes32,
  tick: bytes32,
  count: z.int().min(1).max(MAXIMUM_TICKS),
  postedBy,
});

export type TickRequest = z.output<typeof tickRequest>;
