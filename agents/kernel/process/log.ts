// SPDX-License-Identifier: GPL-3.0-or-later
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from "pino";
import { printableJson } from "../terminal/printable.ts";
import { describeError, isReported } from "./errors.ts";

export type { Logger };
export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const SECRETS = ["key", "privateKey", "secret", "password", "mnemonic", "signature", "authorization"];
const PATHS = SECRETS.flatMap((name) => ["", "*.", "*.*."].map((above) => above + name));

/**
 * Writes one JSON object a line: level, time, role, msg and the caller's fields. Goes to stderr, since stdout holds a
 * command's answer alone; synchronous, so that a crash loses no line.
 * Fields named like a secret are replaced, up to three levels deep; texts are not searched.
 */
export function createLogger(
  role: string,
  level: LogLevel = "info",
  to: DestinationStream = destination({ fd: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: PATHS, censor: "[redacted]" },
      formatters: { level: (label) => ({ level: label }), log: amountsAsText },
      serializers: { err: describeForLog },
    },
    // a field may hold a stranger's text, and somebody reads the log on a terminal
    { write: (line) => to.write(`${printableJson(line.trimEnd())}\n`) },
  );

  function describeForLog(error: unknown) {
    const stack = level === "debug" || level === "trace" ? (error as Error).stack : undefined;
    return { type: (error as Error).name, message: describeError(error), stack };
  }
}

/** A log of one state: the first fault of each kind in a row, and the end of the row. */
export type FaultLog = { failed(error: unknown): void; passed(): void };

/** Makes a log for work that many callers try, and that fails for all of them at once. @param what The work's name: "voucher". */
export function createFaultLog(log: Logger, what: string): FaultLog {
  let failing: string | undefined;
  return {
    failed(error) {
      const said = describeError(error);
      log[said === failing || isReported(error) ? "debug" : "error"]({ err: error }, `${what} failing`);
      failing = said;
    },
    passed() {
      if (failing !== undefined) log.info(`${what} works again`);
      failing = undefined;
    },
  };
}

function amountsAsText(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "bigint" ? value.toString() : value,
    ]),
  );
}
