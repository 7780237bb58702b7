// SPDX-License-Identifier: GPL-3.0-or-later
import { isHex } from "viem";
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { defineRoute, type Route } from "../kernel/http/route.ts";
import { record } from "./audit.ts";
import { type Desk, signedInSchema } from "./desk.ts";
import { signIn } from "./devices.ts";
import type { Asked } from "./gate.ts";
import { countUse, findPasskey } from "./passkeyStore.ts";
import { assertionSchema, challengeIn, nonceIn } from "./passkeys.ts";
import { MESSAGE_LIFE_MS, nonceOf, readWalletMessage, STATEMENT } from "./walletMessage.ts";

/** Longer than any wallet's, with the deployment of a contract wallet. */
const LONGEST_SIGNATURE = 20_000;
const signature = z.custom<`0x${string}`>(
  (value) => isHex(value) && value.length <= LONGEST_SIGNATURE && value.length % 2 === 0,
  { error: "0x and hex digits" },
);
/** What a person calls a browser. */
export const nameSchema = z.string().regex(/^[^\p{C}]{1,60}$/u, { error: "1 to 60 letters" });
const thumbprint = z.string().regex(/^[\w-]{43}$/, { error: "the thumbprint of the browser's key" });

const challengeSchema = z.object({
  nonce: z.string(),
  domain: z.string(),
  uri: z.string(),
  version: z.literal("1"),
  chainId: z.int(),
  statement: z.string(),
  issuedAt: z.string(),
  expirationTime: z.string(),
});
const answers = {
  201: { description: "A sign-in session; the refresh token is in the cookie.", body: signedInSchema },
};

/** The purpose of a passkey's challenge before there is a session: the browser that asked. */
const waysIn = (jkt: string) => `sign in ${jkt}`;

/** The ways in: by the wallet, and by a passkey. */
export function signInRoutes(desk: Desk): Route[] {
  const { gate, nonces, place, chainId, passkeys, nowMs } = desk;
  const cors = [place.origin];

  /** The browser's key, of a proof that names the challenge. */
  function keyOf({ headers, method, url }: Asked, nonce: string): string {
    const proof = desk.checkProof({
      proof: headers.dpop,
      method,
      url: `${place.issuer}${url.split("?")[0]}`,
    });
    if (!proof || proof.nonce !== nonce)
      throw new HttpError(
        401,
        "bad_proof",
        "The proof does not fit: its nonce is the challenge, its URL this one.",
      );
    return proof.jkt;
  }

  const staleNonce = () =>
    new HttpError(
      401,
      "nonce_used",
      "The challenge is too old, or was used. Ask for another, and sign that.",
    );

  return [
    defineRoute({
      method: "POST",
      path: "/challenges",
      summary: "The fields of a message for the wallet to sign",
      cors,
      bare: true,
      answers: {
        200: { description: "Put the thumbprint of the browser's key beside them.", body: challengeSchema },
      },
      handle(request) {
        gate.arrive(request);
        const issuedMs = nowMs();
        const body: z.input<typeof challengeSchema> = {
          ...{
            nonce: nonces.issue("wallet"),
            domain: place.domain,
            uri: place.origin,
            version: "1",
            chainId,
          },
          ...{ statement: STATEMENT, issuedAt: new Date(issuedMs).toISOString() },
          expirationTime: new Date(issuedMs + MESSAGE_LIFE_MS).toISOString(),
        };
        return desk.answer(body);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/sign-ins",
      summary: "Signs in by a wallet's signature of the message",
      cors,
      bare: true,
      body: z.object({ message: z.string().max(2_000), signature, deviceName: nameSchema.optional() }),
      answers,
      async handle(request) {
        const address = gate.arrive(request);
        const { message, signature, deviceName = "Browser" } = await request.body();
        const nonce = nonceOf(message);
        // spent first: whatever is wrong beside it, nobody tries it twice
        if (nonce === undefined || !nonces.take(nonce, "wallet")) throw staleNonce();
        const jkt = keyOf(request, nonce);
        const now = nowMs();
        const account = readWalletMessage(message, { ...place, chainId, jkt, nowMs: now });
        if (!(await desk.verifyWallet(account, message, signature))) {
          desk.count("wallet", "wrong_signature");
          throw new HttpError(
            401,
            "wrong_signature",
            `The message is not signed by ${account}. Sign it with that account.`,
          );
        }
        desk.byAccount(account);
        const opened = await desk.write(async (trx) => {
          const by = { account, address, nowMs: now };
          const opening = await signIn(trx, { ...by, jkt, name: deviceName, method: "wallet" });
          const act = opening.refresh ? "signed_in" : "signed_in_waiting";
          await record(trx, { ...by, act, device: opening.device.id, detail: "wallet" }, now);
          return opening;
        });
        desk.count("wallet", opened.refresh ? "signed_in" : "waiting");
        return desk.signedIn(opened, {}, 201);
      },
    }),
    defineRoute({
      method: "POST",
      path: "/sign-ins/passkey/challenges",
      summary: "What a passkey signs to sign in",
      cors,
      body: z.object({ thumbprint }),
      answers: { 200: { description: "Options for `navigator.credentials.get`.", body: z.looseObject({}) } },
      async handle(request) {
        gate.arrive(request);
        const { thumbprint } = await request.body();
        return desk.answer(await passkeys.assertionOptions(waysIn(thumbprint)));
      },
    }),
    defineRoute({
      method: "POST",
      path: "/sign-ins/passkey",
      summary: "Signs in by a passkey alone",
      cors,
      body: z.object({ credential: assertionSchema, deviceName: nameSchema.optional() }),
      answers,
      async handle(request) {
        const address = gate.arrive(request);
        const { credential, deviceName = "Browser" } = await request.body();
        const challenge = challengeIn(credential.response.clientDataJSON) ?? "";
        const jkt = keyOf(request, nonceIn(challenge));
        const passkey = await findPasskey(desk.db, credential.id);
        const counter = await passkeys.assert(credential, passkey, waysIn(jkt));
        if (!passkey || counter === undefined) {
          desk.count("passkey", "wrong_passkey");
          throw new HttpError(
            401,
            "wrong_passkey",
            "The passkey is not one of this service, or did not sign the challenge. Sign in by the wallet.",
          );
        }
        const { account } = passkey;
        desk.byAccount(account);
        const now = nowMs();
        const opened = await desk.write(async (trx) => {
          if (!(await countUse(trx, passkey, counter, now))) return undefined;
          const by = { account, address, nowMs: now };
          const opening = await signIn(trx, { ...by, jkt, name: deviceName, method: "passkey" });
          await record(trx, { ...by, act: "signed_in", device: opening.device.id, detail: "passkey" }, now);
          return opening;
        });
        if (!opened) throw staleNonce();
        desk.count("passkey", "signed_in");
        return desk.signedIn(opened, {}, 201);
      },
    }),
  ];
}
