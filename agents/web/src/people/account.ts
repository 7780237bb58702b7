// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from "@preact/signals";
import type { SignIn } from "../../../sdk/signin/openSignIn.ts";

/** A browser that signed in. Times are Unix time in seconds, here as everywhere below. */
export type Device = {
  id: string;
  name: string;
  isThis: boolean;
  isSignedIn: boolean;
  isKnown: boolean;
  lastSeen: number;
  address: string;
};
export type Passkey = { id: string; name: string; isSynced: boolean; addedAt: number; usedAt: number | null };
export type Entry = { at: number; act: string; device: string; address: string; detail: string };

/** What the service knows of the person's account. */
export type Account = {
  devices: Device[];
  passkeys: Passkey[];
  /** Whether an app's codes are in use. */
  totp: boolean;
  recoveryCodesLeft: number;
  entries: Entry[];
};

export const account = signal<Account | undefined>(undefined);

export async function readAccount(signIn: SignIn): Promise<void> {
  // one after another: the first answer brings the nonce that the next proof needs
  const { devices } = await signIn.ask("GET", "/v1/devices");
  const factors = await signIn.ask("GET", "/v1/factors");
  const { entries } = await signIn.ask("GET", "/v1/audit");
  account.value = { ...factors, devices, entries } as Account;
}
