// SPDX-License-Identifier: GPL-3.0-or-later
import { type Payee, parsePayee } from "../../sdk/chain/payee.ts";
import { short } from "./format.ts";

/** "Split 3", or a short address. */
export function payeeName(payee: Payee): string {
  const parsed = parsePayee(payee);
  return parsed.kind === "split" ? `Split ${parsed.split}` : short(parsed.address);
}
