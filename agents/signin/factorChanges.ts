// SPDX-License-Identifier: GPL-3.0-or-later
import type { Transaction } from "kysely";
import { z } from "zod";
import { HttpError } from "../kernel/http/problem.ts";
import { type Entry, record } from "./audit.ts";
import { makeRecoveryCodes } from "./codes.ts";
import type { Desk } from "./desk.ts";
import { hasFactor } from "./devices.ts";
import type { Person } from "./gate.ts";
import type { SigninTables } from "./tables.ts";

type Trx = Transaction<SigninTables>;

/** What comes with a new factor. */
export const addedSchema = z.object({
  recoveryCodes: z
    .array(z.string())
    .optional()
    .describe("Ten codes, shown this once, with the account's first factor"),
});

/** What every change of an account's factors brings with it. */
export function createFactorChanges(desk: Desk) {
  const note = (trx: Trx, { account, device, address }: Person, act: Entry["act"], detail = "") =>
    record(trx, { account, act, device: device.id, address, detail }, desk.nowMs());

  /** The first factor brings the codes that help when it is lost, and is needed at every other browser. */
  async function firstCodes(trx: Trx, person: Person, isFirst: boolean) {
    if (!isFirst) return {};
    // who signed in elsewhere did so without it
    await trx
      .updateTable("device")
      .set({ is_known: 0 })
      .where("account", "=", person.account)
      .where("id", "<>", person.device.id)
      .execute();
    await note(trx, person, "recovery_codes_made");
    return { recoveryCodes: await makeRecoveryCodes(trx, desk.keys, person.account) };
  }

  /** Without a factor there is nothing that codes stand in for. */
  async function forgetLastCodes(trx: Trx, account: string): Promise<void> {
    if (!(await hasFactor(trx, account)))
      await trx.deleteFrom("recovery_code").where("account", "=", account).execute();
  }

  async function remove(person: Person, table: "passkey" | "totp", id?: string): Promise<void> {
    const removed = await desk.writeAs(person, async (trx) => {
      const all = trx.deleteFrom(table).where("account", "=", person.account);
      const { numDeletedRows } = await (id === undefined
        ? all
        : all.where("id" as never, "=", id as never)
      ).executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await forgetLastCodes(trx, person.account);
      await note(trx, person, `${table}_removed`, id ?? "");
      return true;
    });
    if (!removed)
      throw new HttpError(404, "unknown", "The account has no such factor. GET /v1/factors lists them.");
  }

  return { note, firstCodes, remove };
}
