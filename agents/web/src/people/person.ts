// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in at this page, and what they do; the one file that calls the SDK's sign-in.
import { signal } from "@preact/signals";
import { signMessage } from "viem/actions";
import { TributaryError } from "../../../sdk/errors/TributaryError.ts";
import { browserDeviceKey } from "../../../sdk/signin/deviceKey.ts";
import { openSignIn, type SignIn, type SignInState } from "../../../sdk/signin/openSignIn.ts";
import { SignInRefused } from "../../../sdk/signin/signInErrors.ts";
import type { Deployment } from "../deployment.ts";
import { type Problem, problemOf } from "../sentences.ts";
import { walletOrChoice } from "../wallet/connect.ts";
import { deviceNameOf } from "./deviceName.ts";
import { AT_SIGN_IN } from "./signInProblems.ts";

/** What has to be proved before the service does what was asked: a factor, or the wallet. */
export type Wanted = { need: "factor" | "wallet"; again: () => Promise<unknown> };

/** Who is signed in; undefined: nobody. */
export const person = signal<SignInState | undefined>(undefined);
export const wanted = signal<Wanted | undefined>(undefined);
/** What went wrong last, and in which part of the page. */
export const trouble = signal<{ at: string; problem: Problem } | undefined>(undefined);
export const isBusy = signal(false);
/** Recovery codes that were just made: they are shown this once. */
export const newCodes = signal<readonly string[] | undefined>(undefined);

/** That this browser has a sign-in session, perhaps: without it nothing is asked of the service. */
const MARK = "tributary.signed-in";
/** Refusals that say that the sign-in session is over. */
const OVER = new Set(["signed_out", "no_token", "bad_token"]);

let opened: Promise<SignIn> | undefined;

/** The way to the deployment's sign-in service, by this browser's key. */
export function wayIn({ urls }: Deployment): Promise<SignIn> {
  opened ??= browserDeviceKey().then((key) => openSignIn({ serviceUrl: urls.signin!, key }));
  return opened;
}

/** Goes on with the sign-in session of the last visit, where there is one. */
export async function resumePerson(from: Deployment): Promise<void> {
  if (person.value || localStorage.getItem(MARK) === null) return;
  await attempt("way in", async () => enter(await (await wayIn(from)).resume()));
}

/** Signs in by the wallet; on a chain whose tokens are free, by the key of this browser where there is none. */
export async function enterByWallet(from: Deployment): Promise<void> {
  const wallet = walletOrChoice(from);
  if (!wallet) return;
  const { address, client } = wallet;
  const now = person.value;
  if (now && now.account.toLowerCase() !== address.toLowerCase())
    throw new TributaryError(
      `the wallet has another account than the one that is signed in, ${now.account}`,
      {
        advice: "switch the wallet to that account, or sign out first",
      },
    );
  const sign = ({ message }: { message: string }) => signMessage(client, { message });
  enter(
    await (await wayIn(from)).byWallet({ address, signMessage: sign }, deviceNameOf(navigator.userAgent)),
  );
}

/** Signs in by a passkey alone. */
export async function enterByPasskey(from: Deployment): Promise<void> {
  enter(await (await wayIn(from)).byPasskey(deviceNameOf(navigator.userAgent)));
}

/** Proves a factor: a passkey, or by its length a code of the app or a recovery code. */
export async function proveFactor(from: Deployment, code?: string): Promise<void> {
  const signIn = await wayIn(from);
  const letters = code?.replace(/[\s-]/g, "");
  if (letters === undefined) enter(await signIn.provePasskey());
  else if (/^\d{6}$/.test(letters)) enter(await signIn.proveCode(letters));
  else enter(await signIn.proveRecoveryCode(letters));
}

export async function leave(from: Deployment, where: "here" | "everywhere"): Promise<void> {
  await (await wayIn(from)).signOut(where);
  // the next person at this browser does not see them
  newCodes.value = undefined;
  forget();
}

/**
 * Does `work` for the part of the page `at`. Where the service wants something proved first, the page asks for that, and does the
 * work again; what went wrong otherwise is told there.
 */
export async function attempt(at: string, work: () => Promise<unknown>): Promise<void> {
  trouble.value = undefined;
  isBusy.value = true;
  try {
    await work();
  } catch (error) {
    const need = needOf(error);
    if (need) wanted.value = { need, again: () => attempt(at, work) };
    else {
      if (error instanceof SignInRefused && OVER.has(error.code)) forget();
      trouble.value = { at, problem: problemOf(error, AT_SIGN_IN) };
    }
  } finally {
    isBusy.value = false;
  }
}

function needOf(error: unknown): Wanted["need"] | undefined {
  // whose sign-in waits for a factor is asked for it by the page itself
  if (!(error instanceof SignInRefused) || person.value?.pending) return undefined;
  if (error.code === "factor_required") return "factor";
  return error.code === "wallet_required" ? "wallet" : undefined;
}

function enter(state: SignInState): void {
  person.value = state;
  // a sign-in that waits has no cookie to go on with
  if (!state.pending) localStorage.setItem(MARK, "1");
}

function forget(): void {
  person.value = undefined;
  wanted.value = undefined;
  localStorage.removeItem(MARK);
}
