// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely, Transaction } from "kysely";
import type { Counter } from "prom-client";
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import type { HttpResponse } from "../kernel/http/route.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { FaultLog } from "../kernel/process/log.ts";
import { type GroupWrites, groupWrites } from "../kernel/store/groupWrites.ts";
import type { Store } from "../kernel/store/store.ts";
import { audienceOf, createSignToken, type Method, TOKEN_LIFE_SEC } from "../sessions/accessToken.ts";
import { createNonces } from "../sessions/nonces.ts";
import { createCheckProof } from "../sessions/proof.ts";
import { createVerifySession } from "../sessions/verifySession.ts";
import type { Place } from "./config.ts";
import { findSession, type Opened, type Renewed, sessionIdOf } from "./devices.ts";
import { createGate, type Person, signedOut } from "./gate.ts";
import type { ServiceKeys } from "./keys.ts";
import { createPasskeys } from "./passkeys.ts";
import { isPending } from "./policy.ts";
import { createRateLimit } from "./rateLimit.ts";
import { cookieOf, randomId } from "./refreshToken.ts";
import type { SigninTables } from "./tables.ts";
import { MESSAGE_LIFE_MS } from "./walletMessage.ts";
import type { VerifyWallet } from "./walletSignature.ts";

export type DeskOptions = {
  store: Store<SigninTables>;
  keys: ServiceKeys;
  place: Place;
  chainId: number;
  verifyWallet: VerifyWallet;
  trustedProxies: number;
  signInsPerMinute: number;
  requestsPerMinute: number;
  faults: FaultLog;
  /** Counts by `what` and `outcome`. */
  outcomes: Pick<Counter, "inc">;
  nowMs?: () => number;
  elapsedMs?: () => number;
};

/** The answer to every way in. */
export const signedInSchema = z.object({
  accessToken: z.string(),
  tokenType: z.literal("DPoP"),
  expiresIn: z.int().describe("Seconds"),
  account: z.string(),
  device: z.string(),
  pending: z.boolean().describe("A factor is missing: prove one under /proofs"),
  factorAt: z.int().nullable().describe("When a factor was proved in this session, Unix time in seconds"),
});

/** What the routes of the service share. */
export function createDesk(options: DeskOptions) {
  const { store, keys, place, chainId, outcomes, faults } = options;
  const { nowMs = Date.now, elapsedMs = () => performance.now() } = options;
  const db: Kysely<SigninTables> = store.db;
  const grouped = groupWrites(store);
  const signToken = createSignToken(keys.kid, keys.privateKey);
  const keyOf = (kid: string) => (kid === keys.kid ? keys.publicKey : undefined);
  const here = { issuer: place.issuer, publicUrl: place.issuer, chainId, keys: keyOf };
  const verify = createVerifySession({ ...here, nowMs, elapsedMs });
  const nonces = createNonces({ lifeMs: MESSAGE_LIFE_MS, elapsedMs });
  const limits = {
    byNetwork: createRateLimit(options.signInsPerMinute, elapsedMs),
    byAccount: createRateLimit(options.requestsPerMinute, elapsedMs),
  };
  const gate = createGate({ verify, db, place, trustedProxies: options.trustedProxies, ...limits, nowMs });

  /** Nothing counts as done that is not on disk. */
  const write: GroupWrites<SigninTables> = async (work) => {
    try {
      const result = await grouped(work);
      faults.passed();
      return result;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.failed(error);
      throw new HttpError(
        503,
        "not_stored",
        "Nothing was changed: this node's disk failed. Try again later.",
      );
    }
  };

  /** Writes what a person asked for, where the session that asked has not ended meanwhile. */
  const writeAs = <Result>(
    { session }: Pick<Person, "session">,
    work: (trx: Transaction<SigninTables>) => Promise<Result>,
  ) =>
    write(async (trx) => {
      if (!(await findSession(trx, session.sessionId, nowMs()))) throw signedOut();
      return work(trx);
    });

  function answer(
    body: object | undefined,
    headers: Record<string, string> = {},
    status = body ? 200 : 204,
  ): HttpResponse {
    return {
      status,
      ...(body && { body }),
      headers: { "cache-control": "no-store", ...verify.nonceHeader(), ...headers },
    };
  }

  function tokenOf({ device, standing }: Opened): string {
    const { account: sub, jkt, signed_in_ms, factor_ms, methods } = device;
    const iat = Math.floor(nowMs() / 1_000);
    return signToken({
      ...{
        iss: place.issuer,
        aud: audienceOf(chainId),
        sub: sub as `0x${string}`,
        iat,
        exp: iat + TOKEN_LIFE_SEC,
      },
      ...{ jti: randomId(), sid: sessionIdOf(device), cnf: { jkt }, amr: methods.split(" ") as Method[] },
      auth_time: Math.floor(signed_in_ms / 1_000),
      ...(factor_ms !== null && { factor_time: Math.floor(factor_ms / 1_000) }),
      ...(isPending(standing) && { pending: true }),
    });
  }

  return {
    ...{ db, write, writeAs, keys, place, chainId, verify, nonces, gate, nowMs, answer },
    ...{ verifyWallet: options.verifyWallet, byAccount: limits.byAccount },
    checkProof: createCheckProof(),
    passkeys: createPasskeys(place, nonces),
    count: (what: string, outcome: string) => outcomes.inc({ what, outcome }),

    /** The answer with a session's tokens. */
    signedIn(renewed: Renewed, more: object = {}, status = 200): HttpResponse {
      const { device, standing, refresh } = renewed;
      const body: z.input<typeof signedInSchema> = {
        ...{ accessToken: tokenOf(renewed), tokenType: "DPoP", expiresIn: TOKEN_LIFE_SEC },
        ...{ account: device.account, device: device.id, pending: isPending(standing) },
        factorAt: device.factor_ms === null ? null : Math.floor(device.factor_ms / 1_000),
      };
      return answer({ ...body, ...more }, refresh ? cookieOf(refresh) : {}, status);
    },
  };
}

export type Desk = ReturnType<typeof createDesk>;
