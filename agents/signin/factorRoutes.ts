// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { recoveryCodesLeft } from "./codes.ts";
import type { Desk } from "./desk.ts";
import { hasFactor } from "./devices.ts";
import { addedSchema, createFactorChanges } from "./factorChanges.ts";
import { addPasskey, MOST_PASSKEYS, passkeysOf } from "./passkeyStore.ts";
import { registrationSchema } from "./passkeys.ts";
import { nameSchema } from "./signInRoutes.ts";

const passkey = z.object({
  id: z.string(),
  name: z.string(),
  isSynced: z.boolean(),
  addedAt: z.int(),
  usedAt: z.int().nullable(),
});
const toSec = (ms: number) => Math.floor(ms / 1_000);
const registering = (sessionId: string) => `register ${sessionId}`;

/** The factors of an account, shown; and passkeys, added and removed. */
export function factorRoutes(desk: Desk): Route[] {
  const { gate, db, passkeys, place, nowMs } = desk;
  const cors = [place.origin];
  const done = { 204: { description: "Done." } };
  const withCodes = { 201: { description: "The factor is there.", body: addedSchema } };

  const changes = createFactorChanges(desk);

  return [
    defineRoute({
      method: "GET",
      path: "/factors",
      summary: "The factors of the account",
      cors,
      answers: {
        200: {
          description: "Without any secret.",
          body: z.object({ passkeys: z.array(passkey), totp: z.boolean(), recoveryCodesLeft: z.int() }),
        },
      },
      async handle(request) {
        const { account } = await gate.enter(request, "read");
        const rows = await passkeysOf(db, account);
        const totp = await db
          .selectFrom("totp")
          .select("account")
          .where("account", "=", account)
          .where("is_confirmed", "=", 1)
          .executeTakeFirst();
        return desk.answer({
          passkeys: rows.map(({ id, name, is_synced, added_ms, used_ms }) => ({
            ...{ id, name, isSynced: is_synced === 1, addedAt: toSec(added_ms) },
            usedAt: used_ms === null ? null : toSec(used_ms),
          })),
          totp: totp !== undefined,
          recoveryCodesLeft: await recoveryCodesLeft(db, account),
        });
      },
    }),
    defineRoute({
      method: "POST",
      path: "/passkeys/challenges",
      summary: "What a new passkey signs",
      cors,
      answers: {
        200: { description: "Options for `navigator.credentials.create`.", body: z.looseObject({}) },
      },
      async handle(request) {
        const { account, session } = await gate.enter(request, "changeFactors");
        const known = await passkeysOf(db, account);
        if (known.length >= MOST_PASSKEYS)
          throw new HttpError(409, "exists", `The account has ${MOST_PASSKEYS} passkeys. Remove one first.`);
        return desk.answer(
          await passkeys.registrationOptions(account, known, registering(session.sessionId)),
        );
      },
    }),
    defineRoute({
      method: "POST",
      path: "/passkeys",
      summary: "Adds a passkey",
      cors,
      body: z.object({ credential: registrationSchema, name: nameSchema }),
      answers: withCodes,
      async handle(request) {
        const person = await gate.enter(request, "changeFactors");
        const { credential, name } = await request.body();
        const purpose = registering(person.session.sessionId);
        const made = await passkeys.register(credential, person.account, purpose, name, nowMs());
        if (!made)
          throw new HttpError(
            401,
            "wrong_passkey",
            "The passkey did not sign the challenge, or the challenge is too old. Try again.",
          );
        const body = await desk.writeAs(person, async (trx) => {
          const isFirst = !(await hasFactor(trx, person.account));
          if (!(await addPasskey(trx, made))) return undefined;
          await changes.note(trx, person, "passkey_added", made.id);
          return changes.firstCodes(trx, person, isFirst);
        });
        if (!body)
          throw new HttpError(409, "exists", "That passkey is there already. Use it, or add another.");
        return desk.answer(body, {}, 201);
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/passkeys/:id",
      summary: "Removes a passkey",
      cors,
      params: z.object({ id: z.string().max(1_400) }),
      answers: done,
      async handle(request) {
        await changes.remove(await gate.enter(request, "changeFactors"), "passkey", request.params.id);
        return desk.answer(undefined);
      },
    }),
  ];
}
