// SPDX-License-Identifier: GPL-3.0-or-later
import { createPublicKey, type KeyObject } from "node:crypto";
import { z } from "zod";
import { TryAgainError } from "../kernel/process/errors.ts";

const jwks = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string() })).max(20),
});

const EVERY_MS = 60_000;
const WITHIN_MS = 5_000;

/**
 * The public keys of the sign-in service at `issuer`, from its /.well-known/jwks.json. An unknown name makes the keys be fetched
 * again, once a minute at most, so that false names cost the service nothing.
 */
export function issuerKeys(
  issuer: string,
  { fetch = globalThis.fetch, elapsedMs = () => performance.now() } = {},
): (kid: string) => Promise<KeyObject | undefined> {
  let keys: ReadonlyMap<string, KeyObject> = new Map();
  let loading: Promise<void> | undefined;
  let triedMs = Number.NEGATIVE_INFINITY;

  async function load(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(WITHIN_MS);
      const response = await fetch(`${issuer}/.well-known/jwks.json`, { redirect: "error", signal });
      const found = jwks.parse(await response.json()).keys.filter(({ crv }) => crv === "Ed25519");
      keys = new Map(
        found.map(({ kid, kty, crv, x }) => [kid, createPublicKey({ key: { kty, crv, x }, format: "jwk" })]),
      );
    } catch (cause) {
      throw new TryAgainError("The sign-in service does not give its key.", "Try again in a minute.", {
        cause,
      });
    }
  }

  return async (kid) => {
    if (!keys.has(kid) && (loading || elapsedMs() - triedMs >= EVERY_MS)) {
      triedMs = elapsedMs();
      loading ??= load().finally(() => {
        loading = undefined;
      });
      await loading;
    }
    return keys.get(kid);
  };
}
