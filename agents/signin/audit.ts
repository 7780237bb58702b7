// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely, Transaction } from "kysely";
import { type PreparedQuery, prepareQuery } from "../kernel/store/preparedQuery.ts";
import { randomId } from "./refreshToken.ts";
import type { SigninTables } from "./tables.ts";

/** What a person may read about their account, one word for each act. */
export const ACTS = [
  "signed_in",
  "signed_in_waiting",
  "factor_proved",
  "wrong_code",
  "codes_locked",
  "passkey_added",
  "passkey_removed",
  "totp_added",
  "totp_removed",
  "recovery_codes_made",
  "signed_out",
  "signed_out_everywhere",
  "device_removed",
  "refresh_reused",
] as const;

export type Entry = {
  account: string;
  act: (typeof ACTS)[number];
  /** The id of the browser, and where it asked from. */
  device: string;
  address: string;
  detail?: string;
};

/** The newest entries of an account that are kept. */
const KEPT = 500;

const insert: PreparedQuery<never> = prepareQuery((db: Kysely<SigninTables>) =>
  db
    .insertInto("audit")
    .values({ id: "", account: "", at_ms: 0, act: "", device: "", address: "", detail: "" })
    .compile(),
) as PreparedQuery<never>;

/** Writes an entry, in the transaction of the act itself. */
export async function record(
  trx: Transaction<SigninTables>,
  { account, act, device, address, detail = "" }: Entry,
  nowMs: number,
): Promise<void> {
  await insert(trx, [randomId(), account, nowMs, act, device, address, detail]);
}

/** The newest entries of an account, the newest first. */
export function readAudit(db: Kysely<SigninTables>, account: string, limit: number) {
  return db
    .selectFrom("audit")
    .select(["at_ms", "act", "device", "address", "detail"])
    .where("account", "=", account)
    .orderBy("at_ms", "desc")
    .limit(limit)
    .execute();
}

/** Forgets what is older than the newest 500 entries of each account. */
export async function pruneAudit(db: Kysely<SigninTables>): Promise<void> {
  const long = await db
    .selectFrom("audit")
    .select("account")
    .groupBy("account")
    .having((e) => e.fn.countAll(), ">", KEPT)
    .execute();
  for (const { account } of long) {
    const oldest = db
      .selectFrom("audit")
      .select("at_ms")
      .where("account", "=", account)
      .orderBy("at_ms", "desc")
      .limit(1)
      .offset(KEPT - 1);
    await db.deleteFrom("audit").where("account", "=", account).where("at_ms", "<", oldest).execute();
  }
}
