// SPDX-License-Identifier: GPL-3.0-or-later
import type { SignInRefused } from "../../../sdk/signin/signInErrors.ts";
import type { Problem, Told } from "../sentences.ts";

const GOES_ON = "Watching and paying go on without it.";

/** What is told of the service's refusals, by their codes; of all others, the service's own words. */
const REFUSED: Record<string, Omit<Problem, "remedy">> = {
  wrong_code: {
    title: "That code is not right",
    text: "It is mistyped, too old, or was used before: each counts once. Take the app's next code, or another recovery code. After five wrong ones, codes wait for 15 minutes.",
  },
  wrong_passkey: {
    title: "That passkey is not known here",
    text: "It was removed, or belongs to another account. Use another, or sign in by the wallet and a code.",
  },
  signed_out: {
    title: "You are signed out",
    text: "The sign-in ended: by you on another device, or because it was too old. Sign in again.",
  },
  nonce_used: { title: "That took too long", text: "What was signed is too old by now. Sign in again." },
  wrong_origin: {
    title: "This address is not the page's own",
    text: "The sign-in service knows the page by another address. Open the one that `npm start` prints.",
  },
  too_many: {
    title: "That was too often",
    text: "The service takes no more tries for a minute. Wait, then try again.",
  },
};

/** What is told of errors while somebody signs in, or changes how. */
export const AT_SIGN_IN: Told = {
  SignInRefused: (error) => {
    const { code, message, retryable } = error as SignInRefused;
    const told = REFUSED[code] ?? { title: "The sign-in service says no", text: message };
    return { ...told, remedy: retryable ? "again" : "none" };
  },
  SignInUnreachable: () => ({
    title: "The sign-in service does not answer",
    text: `Nothing was changed that you did not see. ${GOES_ON} Try again in a moment.`,
    remedy: "none",
  }),
  PasskeyNotUsed: () => ({
    title: "No passkey was used",
    text: "The browser's window was closed, or this device has no passkey for this page. Nothing was changed. Try again, or take another way.",
    remedy: "none",
  }),
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "Nobody was signed in, and nothing was paid: the signature costs nothing. Try again when you want to.",
    remedy: "none",
  }),
};
