// SPDX-License-Identifier: GPL-3.0-or-later
// Allow lists as files: a creator hands one out, and a viewer's path, made of it, stays in this browser.
import type { Address, Hex } from "viem";
import { isHex } from "viem/utils";
import { makeAllowList } from "../../../sdk/access/allowList.ts";
import type { Field } from "../publish/terms.ts";
import { addressesIn, type NamedList } from "./draft.ts";

const MOST_BYTES = 1_000_000;
const nameOf = (root: Hex, account: Address) => `tributary.list.${root}.${account.toLowerCase()}`;

/** The file that a creator hands out. */
export const listFile = ({ accounts }: NamedList): Blob =>
  new Blob([`${JSON.stringify(accounts, undefined, 2)}\n`], { type: "application/json" });

/** Keeps the path of an account in a list that somebody chose; a fault where the list is another, or does not name the account. */
export async function keepPathOf(
  file: Pick<Blob, "size" | "text">,
  root: Hex,
  account: Address,
): Promise<Field<Hex[]>> {
  const read = file.size > MOST_BYTES ? { fault: "" } : addressesIn(await file.text());
  if ("fault" in read)
    return { fault: "This is no list of addresses. Choose the file that the publisher hands out." };
  const list = makeAllowList(read.value);
  if (list.root !== root) return { fault: "This is another list than the one that the work's policy names." };
  const value = list.pathOf(account);
  if (!value) return { fault: "This account does not stand on the list." };
  localStorage.setItem(nameOf(root, account), JSON.stringify(value));
  return { value };
}

/** The path that this browser keeps; undefined where there is none. */
export function keptPath(root: Hex, account: Address): Hex[] | undefined {
  try {
    const path: unknown = JSON.parse(localStorage.getItem(nameOf(root, account)) ?? "");
    return Array.isArray(path) && path.every((step) => isHex(step) && step.length === 66) ? path : undefined;
  } catch {
    return undefined;
  }
}
