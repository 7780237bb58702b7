// SPDX-License-Identifier: GPL-3.0-or-later
import { type Kysely, sql, type Transaction } from "kysely";
import { prepareQuery } from "../kernel/store/preparedQuery.ts";
import type { Method } from "../sessions/accessToken.ts";
import { isPending, type Standing } from "./policy.ts";
import { hashOf, REFRESH_LIFE_SEC, type RefreshToken, randomId } from "./refreshToken.ts";
import type { Device, SigninTables } from "./tables.ts";

type Trx = Transaction<SigninTables>;
type Db = Kysely<SigninTables>;

const LIFE_MS = REFRESH_LIFE_SEC * 1_000;
/** A session that waits for a factor lasts as long as its one token. */
export const WAITING_MS = 600_000;

export type SignIn = {
  account: string;
  jkt: string;
  name: string;
  address: string;
  method: Method;
  nowMs: number;
};

/** A browser with its standing, as of now. */
export type Opened = { device: Device; standing: Standing };
/** A session that was opened or renewed; a pending one has no refresh token. */
export type Renewed = Opened & { refresh: RefreshToken | undefined };

/** What a new session replaces in the row of a browser. */
const OF_A_SESSION = [
  ...["seen_ms", "address", "session_id", "family_hash", "refresh_hash"],
  ...["signed_in_ms", "factor_ms", "methods", "expires_ms"],
] as (keyof Device)[];
const COLUMNS: (keyof Device)[] = ["id", "account", "jkt", "name", "is_known", "first_ms", ...OF_A_SESSION];

const upsert = prepareQuery<Device>((db: Db) =>
  db
    .insertInto("device")
    .values(Object.fromEntries(COLUMNS.map((name) => [name, ""])) as never)
    .onConflict((conflict) =>
      conflict.columns(["account", "jkt"]).doUpdateSet((e) => ({
        ...Object.fromEntries(OF_A_SESSION.map((name) => [name, e.ref(`excluded.${name}`)])),
        // once known, known until the person signs out everywhere
        is_known: sql<0 | 1>`case when device.is_known = 1 then 1 else excluded.is_known end`,
      })),
    )
    .returningAll()
    .compile(),
);

const factors = prepareQuery<{ account: string }>((db: Db) =>
  db
    .selectFrom("passkey")
    .select("account")
    .where("account", "=", "")
    .unionAll(db.selectFrom("totp").select("account").where("account", "=", "").where("is_confirmed", "=", 1))
    .compile(),
);

const byId = prepareQuery<Device>((db: Db) =>
  db.selectFrom("device").selectAll().where("id", "=", "").compile(),
);

/** Whether the account has a passkey or an app's codes. */
export async function hasFactor(db: Db, account: string): Promise<boolean> {
  return (await factors(db, [account, account, 1])).length > 0;
}

/** Opens a sign-in session on a browser, in place of the one before. */
export async function signIn(
  trx: Trx,
  { account, jkt, name, address, method, nowMs }: SignIn,
): Promise<Renewed> {
  const [family, secret] = [randomId(), randomId(32)];
  const byFactor = method !== "wallet";
  const has = byFactor || (await hasFactor(trx, account));
  const isKnown = byFactor || !has ? 1 : 0;
  const [row] = await upsert(trx, [
    ...[randomId(), account, jkt, name, isKnown, nowMs, nowMs, address, randomId()],
    ...[hashOf(family), hashOf(secret), nowMs, byFactor ? nowMs : null, method, nowMs + LIFE_MS],
  ]);
  const device = row!;
  const standing = standingOf(device, has);
  if (!isPending(standing)) return { device, standing, refresh: { deviceId: device.id, family, secret } };
  await trx
    .updateTable("device")
    .set({ expires_ms: nowMs + WAITING_MS })
    .where("id", "=", device.id)
    .execute();
  return { device, standing, refresh: undefined };
}

/** The name of a browser's session, by which its row is found without an index of its own. */
export const sessionIdOf = ({ id, session_id }: Device): string => `${id}.${session_id}`;

/** The browser of a live session; undefined for one that has ended. */
export async function findSession(db: Db, sessionId: string, nowMs: number): Promise<Opened | undefined> {
  const opened = await findDevice(db, sessionId.split(".")[0]!, nowMs);
  return opened && sessionIdOf(opened.device) === sessionId ? opened : undefined;
}

/** A browser that is signed in. */
export async function findDevice(db: Db, id: string, nowMs: number): Promise<Opened | undefined> {
  const [device] = await byId(db, [id]);
  if (!device || device.session_id === null || device.expires_ms <= nowMs) return undefined;
  return { device, standing: standingOf(device, await hasFactor(db, device.account)) };
}

/** Gives a session its next refresh token; undefined where another one came first. */
export async function renew(
  trx: Trx,
  { device, standing }: Opened,
  given: RefreshToken,
  { address, nowMs }: { address: string; nowMs: number },
): Promise<Renewed | undefined> {
  const refresh = { ...given, secret: randomId(32) };
  const renewed = {
    seen_ms: nowMs,
    address,
    refresh_hash: hashOf(refresh.secret),
    expires_ms: nowMs + LIFE_MS,
  };
  const { numUpdatedRows } = await trx
    .updateTable("device")
    .set(renewed)
    .where("id", "=", given.deviceId)
    .where("refresh_hash", "=", hashOf(given.secret))
    .executeTakeFirst();
  return numUpdatedRows === 1n ? { device: { ...device, ...renewed }, standing, refresh } : undefined;
}

/** Notes a factor that was proved in a session: the browser is known, and gets tokens of a family of its own. */
export async function prove(trx: Trx, { device }: Opened, method: Method, nowMs: number): Promise<Renewed> {
  const refresh = { deviceId: device.id, family: randomId(), secret: randomId(32) };
  const methods = [...new Set([...device.methods.split(" "), method])].join(" ");
  const proved = {
    ...{ is_known: 1 as const, factor_ms: nowMs, methods, seen_ms: nowMs, expires_ms: nowMs + LIFE_MS },
    ...{ family_hash: hashOf(refresh.family), refresh_hash: hashOf(refresh.secret) },
  };
  await trx
    .updateTable("device")
    .set(proved)
    .where("id", "=", device.id)
    .where("session_id", "=", device.session_id)
    .execute();
  const now = { ...device, ...proved };
  return { device: now, standing: standingOf(now, true), refresh };
}

/** Ends the session of one browser, or of all of an account, which are then unknown. */
export async function endSessions(trx: Trx, of: { deviceId: string } | { account: string }): Promise<void> {
  const ended = { session_id: null, family_hash: "", refresh_hash: "" };
  if ("deviceId" in of) await trx.updateTable("device").set(ended).where("id", "=", of.deviceId).execute();
  else
    await trx
      .updateTable("device")
      .set({ ...ended, is_known: 0 })
      .where("account", "=", of.account)
      .execute();
}

/** Forgets browsers that nobody can be signed in at: waiting ones at their end, others after as long again. */
export async function pruneDevices(db: Db, nowMs: number): Promise<void> {
  await db
    .deleteFrom("device")
    .where((e) =>
      e.or([
        e.and([e("is_known", "=", 0), e("expires_ms", "<=", nowMs)]),
        e("expires_ms", "<=", nowMs - LIFE_MS),
      ]),
    )
    .execute();
}

const standingOf = (device: Device, has: boolean): Standing => ({
  hasFactor: has,
  isKnown: device.is_known === 1,
  byWallet: device.methods.split(" ").includes("wallet"),
  signedInMs: device.signed_in_ms,
  factorMs: device.factor_ms,
});
