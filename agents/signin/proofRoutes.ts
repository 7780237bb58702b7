// SPDX-License-Identifier: GPL-3.0-or-later
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import type { Method } from "../sessions/accessToken.ts";
import { record } from "./audit.ts";
import { requireRight } from "./codeRefusals.ts";
import { codeSchema } from "./codeRoutes.ts";
import { type CodeAnswer, checkRecoveryCode, checkTotp } from "./codes.ts";
import { type Desk, signedInSchema } from "./desk.ts";
import { prove, type Renewed } from "./devices.ts";
import type { Person } from "./gate.ts";
import { countUse, findPasskey, passkeysOf } from "./passkeyStore.ts";
import { assertionSchema } from "./passkeys.ts";
import { MOST_TRIES } from "./policy.ts";

const answers = {
  200: { description: "New tokens, which say when the factor was proved.", body: signedInSchema },
};
const proving = (sessionId: string) => `prove ${sessionId}`;

/** The factors of an account, proved in a session: to complete a sign-in, and before an act with much at stake. */
export function proofRoutes(desk: Desk): Route[] {
  const { gate, db, keys, passkeys, place, nowMs } = desk;
  const cors = [place.origin];

  /** Checks a code, and notes what came of it, in one transaction. */
  async function byCode(person: Person, method: Method, check: typeof checkTotp, code: string) {
    const { account, address, device } = person;
    const by = { account, address, device: device.id };
    const { answer, renewed } = await desk.writeAs<{ answer: CodeAnswer; renewed?: Renewed }>(
      person,
      async (trx) => {
        const answer = await check(trx, keys, { account, code, nowMs: nowMs() });
        const act =
          answer.outcome === "right"
            ? "factor_proved"
            : answer.outcome === "wrong"
              ? "wrong_code"
              : undefined;
        if (act) await record(trx, { ...by, act, detail: method }, nowMs());
        return answer.outcome === "right"
          ? { answer, renewed: await prove(trx, person, method, nowMs()) }
          : { answer };
      },
    );
    desk.count(method, answer.outcome);
    requireRight(answer);
    return desk.signedIn(renewed!);
  }

  return [
    defineRoute({
      method: "POST",
      path: "/proofs/passkey/challenges",
      summary: "What a passkey of the account signs",
      cors,
      answers: { 200: { description: "Options for `navigator.credentials.get`.", body: z.looseObject({}) } },
      async handle(request) {
        const { account, session } = await gate.enter(request, "prove");
        return desk.answer(
          await passkeys.assertionOptions(proving(session.sessionId), await passkeysOf(db, account)),
        );
      },
    }),
    defineRoute({
      method: "POST",
      path: "/proofs/passkey",
      summary: "Proves a passkey",
      cors,
      body: z.object({ credential: assertionSchema }),
      answers,
      async handle(request) {
        const person = await gate.enter(request, "prove");
        const { account, address, device, session } = person;
        const { credential } = await request.body();
        const found = await findPasskey(db, credential.id);
        const passkey = found?.account === account ? found : undefined;
        const counter = await passkeys.assert(credential, passkey, proving(session.sessionId));
        const renewed =
          passkey &&
          counter !== undefined &&
          (await desk.writeAs(person, async (trx) => {
            if (!(await countUse(trx, passkey, counter, nowMs()))) return undefined;
            await record(
              trx,
              { account, address, act: "factor_proved", device: device.id, detail: "passkey" },
              nowMs(),
            );
            return prove(trx, person, "passkey", nowMs());
          }));
        desk.count("passkey", renewed ? "right" : "wrong");
        if (!renewed)
          throw new HttpError(
            401,
            "wrong_passkey",
            "The passkey is not one of this account, or did not sign the challenge. Try again.",
          );
        return desk.signedIn(renewed);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/proofs/totp",
      summary: `Proves an app's code; ${MOST_TRIES} wrong ones lock codes for 15 minutes`,
      cors,
      body: codeSchema,
      answers,
      async handle(request) {
        const person = await gate.enter(request, "prove");
        return byCode(person, "otp", checkTotp, (await request.body()).code);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/proofs/recovery-code",
      summary: "Proves a recovery code, which counts once",
      cors,
      body: codeSchema,
      answers,
      async handle(request) {
        const person = await gate.enter(request, "prove");
        return byCode(person, "recovery", checkRecoveryCode, (await request.body()).code);
      },
    }),
  ];
}
