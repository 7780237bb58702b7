// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingHttpHeaders } from "node:http";
import type { Kysely } from "kysely";
import { HttpError } from "../kernel/http/problem.ts";
import type { SignInSession, VerifySession } from "../sessions/verifySession.ts";
import type { Place } from "./config.ts";
import { findSession, type Opened } from "./devices.ts";
import { type Act, refusalOf } from "./policy.ts";
import { addressOf, networkOf, type RateLimit } from "./rateLimit.ts";
import type { SigninTables } from "./tables.ts";

export type Asked = { method: string; url: string; headers: IncomingHttpHeaders; remoteAddress: string };

/** Who asks, and from where. */
export type Person = Opened & { account: string; session: SignInSession; address: string };

export type Gate = {
  /** The person of a request with a token, where nothing stands against `act`. Throws the HttpError to answer with. */
  enter(request: Asked, act: Act): Promise<Person>;
  /** A request without a token: where it comes from. Throws for a page of another origin, and for one try too many. */
  arrive(request: Asked, needsOrigin?: boolean): string;
};

const WORDS = {
  factor_required: "This needs a passkey or a code from the last five minutes. Prove one, then try again.",
  wallet_required:
    "This needs the wallet's signature, from the last five minutes where there is no second factor. Sign in by the wallet.",
};

export const signedOut = () => new HttpError(401, "signed_out", "The sign-in session has ended. Sign in.");

export function createGate({
  verify,
  db,
  place,
  trustedProxies,
  byNetwork,
  byAccount,
  nowMs,
}: {
  verify: VerifySession;
  db: Kysely<SigninTables>;
  place: Pick<Place, "origin">;
  trustedProxies: number;
  byNetwork: RateLimit;
  byAccount: RateLimit;
  nowMs(): number;
}): Gate {
  /** A browser names the page that sends a request; a page of another origin may not use the person's cookies. */
  function requireOrigin({ headers }: Asked, isNeeded: boolean): void {
    if (headers.origin === undefined ? !isNeeded : headers.origin === place.origin) return;
    throw new HttpError(403, "wrong_origin", `Requests come from pages of ${place.origin} alone.`);
  }

  return {
    arrive(request, needsOrigin = false) {
      requireOrigin(request, needsOrigin);
      const address = addressOf(request, trustedProxies);
      byNetwork(networkOf(address));
      return address;
    },
    async enter(request, act) {
      requireOrigin(request, false);
      const session = await verify(request, { pending: true });
      byAccount(session.account);
      const opened = await findSession(db, session.sessionId, nowMs());
      // the row is the truth: a token outlives its session
      if (!opened) throw signedOut();
      const refusal = refusalOf(act, opened.standing, nowMs());
      if (refusal) throw new HttpError(403, refusal, WORDS[refusal]);
      return { ...opened, account: session.account, session, address: addressOf(request, trustedProxies) };
    },
  };
}
