// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { requireRight } from "./codeRefusals.ts";
import { checkTotp, makeRecoveryCodes, startTotp } from "./codes.ts";
import type { Desk } from "./desk.ts";
import { hasFactor } from "./devices.ts";
import { addedSchema, createFactorChanges } from "./factorChanges.ts";

export const codeSchema = z.object({ code: z.string().min(6).max(40) });

/** An app's codes and recovery codes, begun and removed. */
export function codeRoutes(desk: Desk): Route[] {
  const { gate, keys, place, nowMs } = desk;
  const cors = [place.origin];
  const changes = createFactorChanges(desk);

  return [
    defineRoute({
      method: "POST",
      path: "/totp",
      summary: "Starts an app's codes, which count once a first code was given",
      cors,
      answers: {
        201: {
          description: "The secret, shown this once.",
          body: z.object({ secret: z.string(), uri: z.string() }),
        },
      },
      async handle(request) {
        const person = await gate.enter(request, "changeFactors");
        const started = await desk.writeAs(person, (trx) => startTotp(trx, keys, person.account, nowMs()));
        if (!started) throw new HttpError(409, "exists", "An app's codes are in use. Remove them first.");
        return desk.answer(started, {}, 201);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/totp/confirmation",
      summary: "Gives the first code of a new app",
      cors,
      body: codeSchema,
      answers: { 201: { description: "The factor is there.", body: addedSchema } },
      async handle(request) {
        const person = await gate.enter(request, "changeFactors");
        const { code } = await request.body();
        const { answer, body } = await desk.writeAs(person, async (trx) => {
          const isFirst = !(await hasFactor(trx, person.account));
          const answer = await checkTotp(trx, keys, { account: person.account, code, nowMs: nowMs() }, true);
          if (answer.outcome !== "right") return { answer };
          await changes.note(trx, person, "totp_added");
          return { answer, body: await changes.firstCodes(trx, person, isFirst) };
        });
        requireRight(answer);
        return desk.answer(body!, {}, 201);
      },
    }),
    defineRoute({
      method: "DELETE",
      path: "/totp",
      summary: "Removes an app's codes",
      cors,
      answers: { 204: { description: "Done." } },
      async handle(request) {
        await changes.remove(await gate.enter(request, "changeFactors"), "totp");
        return desk.answer(undefined);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/recovery-codes",
      summary: "Makes ten recovery codes in place of the former",
      cors,
      answers: { 201: { description: "The codes, shown this once.", body: addedSchema.required() } },
      async handle(request) {
        const person = await gate.enter(request, "changeFactors");
        if (!person.standing.hasFactor)
          throw new HttpError(
            403,
            "factor_required",
            "Recovery codes stand in for a factor. Add a passkey or an app first.",
          );
        const recoveryCodes = await desk.writeAs(person, async (trx) => {
          await changes.note(trx, person, "recovery_codes_made");
          return makeRecoveryCodes(trx, keys, person.account);
        });
        return desk.answer({ recoveryCodes }, {}, 201);
      },
    }),
  ];
}
