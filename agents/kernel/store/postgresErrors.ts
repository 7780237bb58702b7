// SPDX-License-Identifier: GPL-3.0-or-later
import { StoreFault } from "./storeErrors.ts";

/** Classes of SQLSTATE that are about the database, not about a statement: no connection, no room, shut down, system. */
const OF_THE_DATABASE = /^(08|53|57|58|XX)/;
/** Of the driver, without a code. */
const NO_CONNECTION = /connection terminated|timeout|not queryable|connection error/i;
const WRONG_LOGIN = /^(28|3D)/;

/** The host, port and name of a database, without its user and password. */
export function whereOf(url: string): string {
  if (!URL.canParse(url)) return "the database";
  const { host, pathname } = new URL(url);
  return `${host || "localhost"}${pathname}`;
}

/** The fault behind an error of the driver's; undefined for an error of one statement. */
export function postgresFault(error: unknown, where: string): StoreFault | undefined {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  const because = { cause: error };
  if (WRONG_LOGIN.test(code))
    return new StoreFault(
      `PostgreSQL at ${where} refuses the login (${code}).`,
      "Check --database-url.",
      because,
    );
  const isAway = /^E[A-Z]+$/.test(code) || OF_THE_DATABASE.test(code) || NO_CONNECTION.test(message);
  if (!isAway) return undefined;
  return new StoreFault(
    `PostgreSQL at ${where} does not take the work (${code || message}).`,
    "Check that the database runs and has space; stored data is kept.",
    because,
  );
}
