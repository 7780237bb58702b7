// SPDX-License-Identifier: GPL-3.0-or-later
import type { Entry } from "./account.ts";

const WAYS: Record<string, string> = {
  wallet: "by the wallet",
  passkey: "by a passkey",
  otp: "by the app's code",
  recovery: "by a recovery code",
};

const ACTS: Record<string, string> = {
  signed_in: "Signed in",
  signed_in_waiting: "Began to sign in; a factor was still missing",
  factor_proved: "Proved who it is",
  wrong_code: "Gave a wrong code",
  codes_locked: "Too many wrong codes: codes were locked",
  passkey_added: "Added a passkey",
  passkey_removed: "Removed a passkey",
  totp_added: "Set up an app's codes",
  totp_removed: "Removed the app's codes",
  recovery_codes_made: "Made new recovery codes",
  signed_out: "Signed out",
  signed_out_everywhere: "Signed out everywhere",
  device_removed: "Signed a device out, and forgot it",
  refresh_reused: "A sign-in was used twice, as a copy would, and was ended",
};

/** What an entry of the log says to a person. */
export function wordsOf({ act, detail }: Pick<Entry, "act" | "detail">): string {
  const said = ACTS[act] ?? act;
  const way = WAYS[detail];
  return way ? `${said}, ${way}` : said;
}
