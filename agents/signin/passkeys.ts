// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { z } from "zod";
import type { Nonces } from "../sessions/nonces.ts";
import type { Place } from "./config.ts";
import type { Passkey } from "./tables.ts";

const b64 = (most: number) =>
  z
    .string()
    .regex(/^[\w-]+$/, { error: "base64url" })
    .max(most);

/** What `navigator.credentials` gives, as JSON; the rest of it is passed over. */
const credential = <Response extends z.ZodRawShape>(response: Response) =>
  z.object({
    id: b64(1_400),
    rawId: b64(1_400),
    type: z.literal("public-key"),
    response: z.object({ clientDataJSON: b64(4_000), ...response }),
  });
export const registrationSchema = credential({
  attestationObject: b64(40_000),
  transports: z.array(z.string().max(20)).max(10).optional(),
});
export const assertionSchema = credential({
  authenticatorData: b64(4_000),
  signature: b64(4_000),
  userHandle: b64(200).nullish(),
});
export type Registration = z.infer<typeof registrationSchema>;
export type Assertion = z.infer<typeof assertionSchema>;

/** ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257];

/**
 * Makes and checks the ceremonies of WebAuthn: exact origin and relying party, a verified user, and a challenge that is spent
 * before anything else is looked at. `purpose` binds a challenge to a session or a browser.
 */
export function createPasskeys({ rpId, origin }: Pick<Place, "rpId" | "origin">, nonces: Nonces) {
  const challengeOf = (purpose: string) => bytesOf(nonces.issue(purpose));

  /** The challenge that the response is to, once it is spent; undefined where it is no live one of ours. */
  function spend(clientData: string, purpose: string): string | undefined {
    const challenge = challengeIn(clientData);
    return challenge && nonces.take(nonceIn(challenge), purpose) ? challenge : undefined;
  }

  return {
    registrationOptions: (account: string, known: readonly Passkey[], purpose: string) =>
      generateRegistrationOptions({
        rpName: "Tributary",
        rpID: rpId,
        userName: account,
        userID: bytesOf(account.slice(2)),
        challenge: challengeOf(purpose),
        attestationType: "none",
        excludeCredentials: known.map(({ id }) => ({ id })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        supportedAlgorithmIDs: ALGORITHMS,
      }),

    /** The row of a new passkey; undefined for a response that is not right. */
    async register(
      response: Registration,
      account: string,
      purpose: string,
      name: string,
      nowMs: number,
    ): Promise<Passkey | undefined> {
      const expectedChallenge = spend(response.response.clientDataJSON, purpose);
      if (!expectedChallenge) return undefined;
      const result = await verifyRegistrationResponse({
        response: { clientExtensionResults: {}, ...response } as RegistrationResponseJSON,
        expectedChallenge,
        ...{ expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true },
        supportedAlgorithmIDs: ALGORITHMS,
      }).catch(() => undefined);
      if (!result?.verified) return undefined;
      const { credential: made, credentialBackedUp } = result.registrationInfo;
      return {
        ...{ id: made.id, account, name, public_key: Buffer.from(made.publicKey).toString("hex") },
        ...{ counter: made.counter, transports: (made.transports ?? []).join(" ") },
        ...{ is_synced: credentialBackedUp ? 1 : 0, added_ms: nowMs, used_ms: null },
      };
    },

    /** Without `known`, for whichever passkey of this page the person picks. */
    assertionOptions: (purpose: string, known: readonly Passkey[] = []) =>
      generateAuthenticationOptions({
        rpID: rpId,
        challenge: challengeOf(purpose),
        userVerification: "required",
        allowCredentials: known.map(({ id, transports }) => ({
          id,
          transports: (transports === "" ? [] : transports.split(" ")) as never,
        })),
      }),

    /** The passkey's new count of uses; undefined for a response that is not right. */
    async assert(
      response: Assertion,
      passkey: Passkey | undefined,
      purpose: string,
    ): Promise<number | undefined> {
      const expectedChallenge = spend(response.response.clientDataJSON, purpose);
      if (!expectedChallenge || !passkey) return undefined;
      const { userHandle } = response.response;
      if (
        userHandle &&
        Buffer.from(userHandle, "base64url").toString("hex") !== passkey.account.slice(2).toLowerCase()
      )
        return undefined;
      const result = await verifyAuthenticationResponse({
        response: { clientExtensionResults: {}, ...response } as AuthenticationResponseJSON,
        expectedChallenge,
        ...{ expectedOrigin: origin, expectedRPID: rpId, requireUserVerification: true },
        credential: {
          id: passkey.id,
          publicKey: Uint8Array.from(Buffer.from(passkey.public_key, "hex")),
          counter: passkey.counter,
        },
      }).catch(() => undefined);
      return result?.verified ? result.authenticationInfo.newCounter : undefined;
    },
  };
}

export type Passkeys = ReturnType<typeof createPasskeys>;

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** The nonce behind a challenge, as a proof beside the response names it. */
export const nonceIn = (challenge: string): string => Buffer.from(challenge, "base64url").toString("hex");

/** The challenge in a response's client data; the response is not checked. */
export function challengeIn(clientData: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, "base64url").toString()) as {
      challenge?: unknown;
    };
    return typeof challenge === "string" ? challenge : undefined;
  } catch {
    return undefined;
  }
}
