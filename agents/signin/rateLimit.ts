// SPDX-License-Identifier: GPL-3.0-or-later
import type { IncomingHttpHeaders } from "node:http";
import { isIPv6 } from "node:net";
import { HttpError } from "../kernel/http/problem.ts";

/** Throws an HttpError, 429, for one request too many of `name`. */
export type RateLimit = (name: string) => void;

const MOST_NAMES = 50_000;

/** Allows `perMinute` requests of each name, as many at once, by a clock that only goes forward. The name that is idle for longest is forgotten first. */
export function createRateLimit(perMinute: number, elapsedMs = () => performance.now()): RateLimit {
  const msEach = 60_000 / perMinute;
  /** When all that was allowed is used up, in ms; a name that is not there has all of it. */
  const usedUntil = new Map<string, number>();

  return (name) => {
    const now = elapsedMs();
    const until = Math.max(usedUntil.get(name) ?? 0, now) + msEach;
    if (until - now > 60_000 + msEach / 2) {
      const afterSec = String(Math.max(1, Math.ceil((until - now - 60_000) / 1_000)));
      throw new HttpError(429, "too_many", `Too many requests. Try again in ${afterSec} s.`, {
        headers: { "retry-after": afterSec },
      });
    }
    usedUntil.delete(name);
    usedUntil.set(name, until);
    if (usedUntil.size > MOST_NAMES) usedUntil.delete(usedUntil.keys().next().value!);
  };
}

/** Who asked: the connection's other end, or what the last of our own proxies says. */
export function addressOf(
  { remoteAddress, headers }: { remoteAddress: string; headers: IncomingHttpHeaders },
  trustedProxies: number,
): string {
  if (trustedProxies === 0) return remoteAddress;
  const forwarded = String(headers["x-forwarded-for"] ?? "").split(",");
  return (forwarded.at(-trustedProxies)?.trim() || remoteAddress).slice(0, 45);
}

/** The name that limits go by: an address, and of IPv6 its /64, which one person has whole. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? [] : Array(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return [...groups, ...zeros, ...rest].slice(0, 4).join(":");
}
