// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { readAudit, record } from "./audit.ts";
import { type Desk, signedInSchema } from "./desk.ts";
import { endSessions, findDevice, renew } from "./devices.ts";
import { isPending } from "./policy.ts";
import { cookieOf, hasHash, readRefreshToken } from "./refreshToken.ts";

const device = z.object({
  id: z.string(),
  name: z.string(),
  isThis: z.boolean(),
  isSignedIn: z.boolean(),
  isKnown: z.boolean(),
  firstSeen: z.int().describe("Unix time in seconds, as all times here"),
  lastSeen: z.int(),
  address: z.string().describe("The network address that it signed in or refreshed from last"),
});
const entry = z.object({
  at: z.int(),
  act: z.string(),
  device: z.string(),
  address: z.string(),
  detail: z.string(),
});
const toSec = (ms: number) => Math.floor(ms / 1_000);

/** A sign-in session's life: renewed, looked at, ended. */
export function sessionRoutes(desk: Desk): Route[] {
  const { gate, db, place, nowMs } = desk;
  const cors = [place.origin];
  const done = { 204: { description: "Done." } };

  const signedOut = (why: string) =>
    new HttpError(401, "signed_out", `${why} Sign in.`, { headers: cookieOf(undefined) });

  return [
    defineRoute({
      method: "POST",
      path: "/refreshes",
      summary: "Renews the token of a sign-in session, by the cookie and a proof without a token",
      cors,
      answers: { 200: { description: "The next tokens; the ones before are void.", body: signedInSchema } },
      async handle(request) {
        const address = gate.arrive(request, true);
        const token = readRefreshToken(request.headers.cookie);
        const now = nowMs();
        const found = token && (await findDevice(db, token.deviceId, now));
        // before the proof is looked at: who does not know the family ends no session, and fills no memory
        if (!token || !found || !hasHash(token.family, found.device.family_hash))
          throw signedOut("There is no sign-in session to renew.");
        const jkt = desk.verify.ofProof(request);
        const renewed = await desk.write(async (trx) => {
          const opened = await findDevice(trx, token.deviceId, now);
          if (!opened) return undefined;
          const { account, id, jkt: own, refresh_hash } = opened.device;
          const isRight = jkt === own && hasHash(token.secret, refresh_hash);
          const next =
            isRight &&
            !isPending(opened.standing) &&
            (await renew(trx, opened, token, { address, nowMs: now }));
          if (next) return next;
          await endSessions(trx, { deviceId: id });
          // the family's own token, used before or by another key: somebody has a copy
          if (!isRight) await record(trx, { account, act: "refresh_reused", device: id, address }, now);
          return undefined;
        });
        desk.count("refresh", renewed ? "renewed" : "reused");
        if (renewed) return desk.signedIn(renewed);
        throw signedOut(
          "The cookie was used before, or a factor is asked for since, so the sign-in session has ended.",
        );
      },
    }),
    defineRoute({
      method: "GET",
      path: "/session",
      summary: "Who is signed in, and what was proved",
      cors,
      answers: {
        200: {
          description: "The sign-in session.",
          body: signedInSchema.omit({ accessToken: true, tokenType: true, expiresIn: true }),
        },
      },
      async handle(request) {
        const { account, device, standing } = await gate.enter(request, "prove");
        const factorAt = device.factor_ms === null ? null : toSec(device.factor_ms);
        return desk.answer({ account, device: device.id, pending: isPending(standing), factorAt });
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/session",
      summary: "Signs out here",
      cors,
      answers: done,
      async handle(request) {
        const { account, device, address } = await gate.enter(request, "prove");
        await desk.write(async (trx) => {
          await endSessions(trx, { deviceId: device.id });
          await record(trx, { account, act: "signed_out", device: device.id, address }, nowMs());
        });
        return desk.answer(undefined, cookieOf(undefined));
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/sessions",
      summary: "Signs out everywhere; every browser is unknown then",
      cors,
      answers: done,
      async handle(request) {
        const { account, device, address } = await gate.enter(request, "read");
        await desk.write(async (trx) => {
          await endSessions(trx, { account });
          await record(trx, { account, act: "signed_out_everywhere", device: device.id, address }, nowMs());
        });
        return desk.answer(undefined, cookieOf(undefined));
      },
    }),
    defineRoute({
      method: "GET",
      path: "/devices",
      summary: "The browsers of the account",
      cors,
      answers: { 200: { description: "The last seen first.", body: z.object({ devices: z.array(device) }) } },
      async handle(request) {
        const person = await gate.enter(request, "read");
        const rows = await db
          .selectFrom("device")
          .selectAll()
          .where("account", "=", person.account)
          .orderBy("seen_ms", "desc")
          .limit(100)
          .execute();
        const devices: z.input<typeof device>[] = rows.map((row) => ({
          ...{ id: row.id, name: row.name, isThis: row.id === person.device.id, isKnown: row.is_known === 1 },
          isSignedIn: row.session_id !== null && row.expires_ms > nowMs(),
          ...{ firstSeen: toSec(row.first_ms), lastSeen: toSec(row.seen_ms), address: row.address },
        }));
        return desk.answer({ devices });
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/devices/:id",
      summary: "Signs a browser out, and forgets it: signing in there needs the factor again",
      cors,
      params: z.object({ id: z.string().max(40) }),
      answers: done,
      async handle(request) {
        const { account, address, device } = await gate.enter(request, "read");
        const removed = await desk.write(async (trx) => {
          const { numDeletedRows } = await trx
            .deleteFrom("device")
            .where("id", "=", request.params.id)
            .where("account", "=", account)
            .executeTakeFirst();
          if (numDeletedRows === 0n) return false;
          await record(
            trx,
            { account, act: "device_removed", device: device.id, address, detail: request.params.id },
            nowMs(),
          );
          return true;
        });
        if (!removed)
          throw new HttpError(404, "unknown", "The account has no such browser. GET /v1/devices lists them.");
        return desk.answer(undefined);
      },
    }),
    defineRoute({
      method: "GET",
      path: "/audit",
      summary: "What happened to the account",
      cors,
      answers: {
        200: { description: "The newest 100 acts first.", body: z.object({ entries: z.array(entry) }) },
      },
      async handle(request) {
        const { account } = await gate.enter(request, "read");
        const rows = await readAudit(db, account, 100);
        return desk.answer({ entries: rows.map(({ at_ms, ...rest }) => ({ at: toSec(at_ms), ...rest })) });
      },
    }),
  ];
}
