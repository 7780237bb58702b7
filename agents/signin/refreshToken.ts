// SPDX-License-Identifier: GPL-3.0-or-later
import { hash, timingSafeEqual } from "node:crypto";
import { randomBytes } from "../sessions/randomPool.ts";

/** `device.family.secret`: the family stays as long as the sign-in session, the secret is good once. */
export type RefreshToken = { deviceId: string; family: string; secret: string };

const FORM = /^([\w-]{22})\.([\w-]{22})\.([\w-]{43})$/;
export const REFRESH_LIFE_SEC = 30 * 86_400;
const COOKIE = "__Host-tributary-refresh";

export const randomId = (bytes = 16): string => randomBytes(bytes).toString("base64url");

/** The refresh token in a request's cookies; undefined where there is none, or several. */
export function readRefreshToken(cookies: string | undefined): RefreshToken | undefined {
  const values = (cookies ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${COOKIE}=`));
  const [, deviceId, family, secret] =
    (values.length === 1 && FORM.exec(values[0]!.slice(COOKIE.length + 1))) || [];
  return deviceId && family && secret ? { deviceId, family, secret } : undefined;
}

/** The header that gives a browser its token, or takes it away. */
export function cookieOf(token: RefreshToken | undefined): Record<string, string> {
  const value = token ? `${token.deviceId}.${token.family}.${token.secret}` : "";
  const life = token ? REFRESH_LIFE_SEC : 0;
  return { "set-cookie": `${COOKIE}=${value}; Max-Age=${life}; Path=/; Secure; HttpOnly; SameSite=Strict` };
}

/** What the store keeps of a random secret. */
export const hashOf = (secret: string): string => hash("sha256", secret);

/** Whether `secret` has this hash, in the same time for every answer. */
export function hasHash(secret: string, hash: string): boolean {
  const [ours, theirs] = [Buffer.from(hash), Buffer.from(hashOf(secret))];
  // what has ended has no hash
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
