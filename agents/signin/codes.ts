// SPDX-License-Identifier: GPL-3.0-or-later
import type { Kysely, Transaction } from "kysely";
import { generateSecret, generateURI, verifySync } from "otplib";
import type { ServiceKeys } from "./keys.ts";
import { countTry } from "./policy.ts";
import { randomId } from "./refreshToken.ts";
import type { SigninTables } from "./tables.ts";

type Trx = Transaction<SigninTables>;

const STEP_SEC = 30;
const RECOVERY_CODES = 10;
/** Without the letters that people take for others: 32 of them, 5 bits each, 80 in a code. */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** `right`; `wrong`; or `locked`, and for how long. */
export type CodeAnswer = { outcome: "right" } | { outcome: "wrong" } | { outcome: "locked"; forMs: number };

/** Starts an app's codes: the secret is shown now, and counts once a code of it was given. False where codes are in use. */
export async function startTotp(trx: Trx, keys: ServiceKeys, account: string, nowMs: number) {
  const secret = generateSecret();
  const row = {
    account,
    sealed: keys.seal(secret, account),
    last_step: 0,
    is_confirmed: 0 as const,
    added_ms: nowMs,
  };
  const { account: _, ...fresh } = row;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("totp")
    .values(row)
    .onConflict((conflict) =>
      conflict.column("account").doUpdateSet(fresh).where("totp.is_confirmed", "=", 0),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return undefined;
  return { secret, uri: generateURI({ issuer: "Tributary", label: account, secret }) };
}

/**
 * Checks an app's code. The try is counted before the code is looked at, and a code, or an older one, never counts again.
 *
 * @param confirms The first code of a new secret, instead of one of a secret in use.
 */
export async function checkTotp(
  trx: Trx,
  keys: ServiceKeys,
  { account, code, nowMs }: { account: string; code: string; nowMs: number },
  confirms = false,
): Promise<CodeAnswer> {
  const locked = await takeTry(trx, account, nowMs);
  if (locked) return locked;
  const row = await trx
    .selectFrom("totp")
    .selectAll()
    .where("account", "=", account)
    .where("is_confirmed", "=", confirms ? 0 : 1)
    .executeTakeFirst();
  if (!row) return { outcome: "wrong" };
  const step = stepOf(keys.unseal(row.sealed, account), code, row.last_step, nowMs);
  if (step === undefined) return { outcome: "wrong" };
  const { numUpdatedRows } = await trx
    .updateTable("totp")
    .set({ last_step: step, is_confirmed: 1 })
    .where("account", "=", account)
    .where("sealed", "=", row.sealed)
    .where("last_step", "<", step)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? right(trx, account) : { outcome: "wrong" };
}

/** The time step of a right code, this step's or one beside it, that is later than `afterTimeStep`. */
function stepOf(secret: string, token: string, afterTimeStep: number, nowMs: number): number | undefined {
  try {
    const epoch = Math.floor(nowMs / 1_000);
    const result = verifySync({ secret, token, epoch, epochTolerance: STEP_SEC, afterTimeStep });
    return result.valid ? (result as { timeStep: number }).timeStep : undefined;
  } catch {
    // a clock before the last step
    return undefined;
  }
}

/** Makes ten recovery codes in place of the former, and gives them, this once. */
export async function makeRecoveryCodes(trx: Trx, keys: ServiceKeys, account: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  await trx.deleteFrom("recovery_code").where("account", "=", account).execute();
  const rows = codes.map((code) => ({ account, hash: keys.hashCode(plain(code), account), used_ms: null }));
  await trx.insertInto("recovery_code").values(rows).execute();
  return codes;
}

/** Checks a recovery code, and uses it up. */
export async function checkRecoveryCode(
  trx: Trx,
  keys: ServiceKeys,
  { account, code, nowMs }: { account: string; code: string; nowMs: number },
): Promise<CodeAnswer> {
  const locked = await takeTry(trx, account, nowMs);
  if (locked) return locked;
  const { numUpdatedRows } = await trx
    .updateTable("recovery_code")
    .set({ used_ms: nowMs })
    .where("account", "=", account)
    .where("hash", "=", keys.hashCode(plain(code), account))
    .where("used_ms", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? right(trx, account) : { outcome: "wrong" };
}

export async function recoveryCodesLeft(db: Kysely<SigninTables>, account: string): Promise<number> {
  const { left } = await db
    .selectFrom("recovery_code")
    .select((e) => e.fn.countAll<number>().as("left"))
    .where("account", "=", account)
    .where("used_ms", "is", null)
    .executeTakeFirstOrThrow();
  return Number(left);
}

/** Counts a try before its code is looked at, so that many at once are as many tries. */
async function takeTry(trx: Trx, account: string, nowMs: number): Promise<CodeAnswer | undefined> {
  const row = await trx
    .selectFrom("code_tries")
    .selectAll()
    .where("account", "=", account)
    .executeTakeFirst();
  const tries = { count: row?.count ?? 0, lockedUntilMs: row?.locked_until_ms ?? 0 };
  const counted = countTry(tries, nowMs);
  if (!counted) return { outcome: "locked", forMs: tries.lockedUntilMs - nowMs };
  const values = { count: counted.count, locked_until_ms: counted.lockedUntilMs };
  await trx
    .insertInto("code_tries")
    .values({ account, ...values })
    .onConflict((conflict) => conflict.column("account").doUpdateSet(values))
    .execute();
  return undefined;
}

async function right(trx: Trx, account: string): Promise<CodeAnswer> {
  await trx.deleteFrom("code_tries").where("account", "=", account).execute();
  return { outcome: "right" };
}

function newCode(): string {
  const letters = [...Buffer.from(randomId(16), "base64url")].map((byte) => LETTERS[byte % LETTERS.length]);
  return letters.join("").replace(/(.{4})(?=.)/g, "$1-");
}

/** A code as a person may write it: with capitals, spaces, and letters that look alike. */
const plain = (code: string) =>
  code.toLowerCase().replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
