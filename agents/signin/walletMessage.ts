// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, getAddress } from "viem";
import { parseSiweMessage } from "viem/siwe";
import { HttpError } from "../kernel/http/problem.ts";
import type { Place } from "./config.ts";

export const STATEMENT = "Sign in to Tributary. This signature moves no money.";
/** The longest time from a message's issue to its expiry. */
export const MESSAGE_LIFE_MS = 300_000;
const MOST_LIFE_MS = 600_000;
const SKEW_MS = 60_000;
const JKT_RESOURCE = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";

/** What a message must say. */
export type Expected = Pick<Place, "domain" | "origin"> & { chainId: number; jkt: string; nowMs: number };

/** The nonce that a message names, before anything else of it counts; undefined where there is none. */
export const nonceOf = (message: string): string | undefined =>
  /\nNonce: ([0-9a-f]{64})\n/.exec(message)?.[1];

/** The account that a wallet's message is for. Throws an HttpError that names the first field that is not as expected. */
export function readWalletMessage(message: string, expected: Expected): Address {
  const { domain, origin, chainId, jkt, nowMs } = expected;
  const fields = parseSiweMessage(message);
  const require = (isSo: boolean, field: string, words: string) => {
    if (!isSo)
      throw new HttpError(
        400,
        "wrong_message",
        `The message's ${field} ${words}. Ask for a new challenge, and sign its fields.`,
      );
  };
  require(fields.scheme === undefined, "scheme", "is not wanted");
  require(fields.domain === domain, "domain", `is not ${domain}`);
  require(fields.statement === STATEMENT, "statement", "is not the challenge's");
  require(fields.uri === origin, "URI", `is not ${origin}`);
  require(fields.version === "1", "version", "is not 1");
  require(fields.chainId === chainId, "chain id", `is not ${chainId}`);
  const [issuedMs, expiresMs] = [
    fields.issuedAt?.getTime() ?? Number.NaN,
    fields.expirationTime?.getTime() ?? Number.NaN,
  ];
  const beginsMs = fields.notBefore?.getTime() ?? issuedMs;
  require(issuedMs <= nowMs + SKEW_MS, "issue time", "lies ahead, or is missing");
  require(expiresMs > nowMs, "expiration time", "has passed, or is missing");
  require(expiresMs - issuedMs <= MOST_LIFE_MS, "expiration time", "is more than 10 minutes after its issue");
  require(beginsMs <= nowMs + SKEW_MS, "not-before time", "lies ahead");
  const resources = fields.resources ?? [];
  require(resources.length === 1 &&
    resources[0] === resourceOf(jkt), "resource", "is not the thumbprint of the key that signed the proof");
  // what a parser passes over, a wallet may have shown
  const address = getAddress(fields.address!);
  require(isWhole(message, expected, address, fields.nonce!), "form", "is not that of EIP-4361");
  return address;
}

/** The resource by which a message names the browser's key (RFC 9278). */
export const resourceOf = (jkt: string): string => `${JKT_RESOURCE}${jkt}`;

/**
 * Whether the message is its fields and nothing else. Written out by hand: each field is known by now, and times may be spelt as a
 * wallet's page likes.
 */
function isWhole(
  message: string,
  { domain, origin, chainId, jkt }: Expected,
  address: Address,
  nonce: string,
): boolean {
  const times =
    /\nIssued At: .+\nExpiration Time: .+(?:\nNot Before: .+)?(?:\nRequest ID: .*)?(?=\nResources:\n)/.exec(
      message,
    );
  const head = `${domain} wants you to sign in with your Ethereum account:\n${address}\n\n${STATEMENT}\n\n`;
  const fields = `URI: ${origin}\nVersion: 1\nChain ID: ${chainId}\nNonce: ${nonce}`;
  return message === `${head}${fields}${times?.[0]}\nResources:\n- ${resourceOf(jkt)}`;
}
