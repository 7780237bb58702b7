// SPDX-License-Identifier: GPL-3.0-or-later
import { getAddress, type Hex, isAddress, isHex, parseEther, zeroAddress } from "viem";
import { z } from "zod";
import { LOG_LEVELS } from "../process/log.ts";
import type { ConfigDefinition, ConfigOf } from "./config.ts";

/** A whole number, as text or number, in a range. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER) {
  const upTo = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return z.preprocess(
    (given) => (typeof given === "string" && /^[0-9]+$/.test(given) ? Number(given) : given),
    z
      .int({ error: `a whole number ${upTo}` })
      .min(min, { error: `a whole number ${upTo}` })
      .max(max, { error: `a whole number ${upTo}` }),
  );
}

/** Texts, separated by commas. */
export const list = z.string().transform((text) => text.split(",").map((part) => part.trim()));

/** An amount in wei, as text or number. */
export const wei = z
  .union([z.string(), z.number()], { error: "wei, a whole number" })
  .transform((given, context) => {
    if (/^[0-9]+$/.test(String(given))) return BigInt(given);
    context.addIssue({ code: "custom", message: "wei, a whole number" });
    return z.NEVER;
  });

/** What a contract can count of a token: 96 bits. */
const MOST_WEI = 2n ** 96n - 1n;

/** An amount of STREAM in decimal; becomes wei. */
export const streamAmount = z
  .string()
  .regex(/^[0-9]{1,30}(\.[0-9]{1,18})?$/, { error: "an amount of STREAM, such as 5 or 0.25" })
  .transform((text) => parseEther(text))
  .refine((amountWei) => amountWei <= MOST_WEI, { error: "an amount of STREAM below 79,228,162,514" });

/** A private key: 0x and 64 hex digits. */
export const privateKey = z.custom<Hex>((value) => isHex(value) && value.length === 66, {
  error: "a private key: 0x and 64 hex digits",
});

/** An address; mixed case needs the right checksum. */
export const address = z
  .string()
  .refine((text) => isAddress(text), { error: "an address with the right checksum" })
  .transform((text) => getAddress(text))
  .refine((account) => account !== zeroAddress, { error: "an address other than zero, which nobody has" });

/** The settings that every role has. Spread them into the role's own table. */
export function commonFields(role: string, defaults: { port: number }) {
  return {
    rpcUrl: {
      schema: z.url({ protocol: /^https?$/, error: "an http or https URL" }),
      default: "http://127.0.0.1:8545",
      description: "JSON-RPC endpoint of the chain",
    },
    deployment: {
      schema: z.string().optional(),
      description: "File with the contract addresses; without it, script/deployments/<chainId>.json",
    },
    key: {
      schema: privateKey.optional(),
      secret: true,
      description: "Private key that signs transactions; for development only, use a keystore in production",
    },
    keystore: {
      schema: z.string().optional(),
      description: "Keystore file (version 3, as `cast wallet` writes it)",
    },
    passwordFile: { schema: z.string().optional(), description: "File that holds the keystore's password" },
    dataDir: {
      schema: z.string(),
      default: `.tributary/${role}`,
      description: "Directory of the role's data; one process at a time",
    },
    host: { schema: z.string(), default: "127.0.0.1", description: "Address to listen on" },
    port: {
      schema: wholeNumber(0, 65_535),
      default: defaults.port,
      description: "Port to listen on; 0 takes any free port",
    },
    logLevel: { schema: z.enum(LOG_LEVELS), default: "info", description: `One of ${LOG_LEVELS.join(", ")}` },
    finalityBlocks: {
      schema: wholeNumber(0),
      default: 12,
      description: "Confirmations that make a block final; 0 on a development chain",
    },
    pollMs: {
      schema: wholeNumber(10),
      default: 1000,
      description: "Milliseconds between looks at the chain",
    },
    maxFeePerGasWei: {
      schema: wei,
      default: "500000000000",
      description: "Highest fee per gas, in wei; above, nothing is sent",
    },
  };
}

/** The settings common to every role. */
export type CommonConfig = ConfigOf<ConfigDefinition<ReturnType<typeof commonFields>>>;

/** Settings that several roles may share in one env file; all others belong to one role. */
export const SHARED_SETTINGS: readonly string[] = [
  "rpcUrl",
  "deployment",
  "host",
  "logLevel",
  "finalityBlocks",
  "pollMs",
];
