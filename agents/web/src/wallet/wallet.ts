// SPDX-License-Identifier: GPL-3.0-or-later
import { signal } from "@preact/signals";
import type { Address } from "viem";
import type { SigningClient } from "../../../sdk/chain/clients.ts";

/** Somebody's account, and the client that signs for it. */
export type Wallet = {
  kind: "browser" | "extension";
  name: string;
  address: Address;
  client: SigningClient;
  /** Says what is waited for: "Depositing: sign the deposit in MetaMask." for a wallet that asks its owner. */
  asks(doing: string, todo: string): string;
};

/** The wallet in use. */
export const wallet = signal<Wallet | undefined>(undefined);
/** Whether the dialog to choose one is open. */
export const isChoosing = signal(false);

const CHOICE = "tributary.wallet";

/** The wallet that was used last in this browser: `browser`, or the name that an extension announces. */
export const lastChoice = {
  read: () => localStorage.getItem(CHOICE),
  write: (name: string) => localStorage.setItem(CHOICE, name),
  forget: () => localStorage.removeItem(CHOICE),
};
