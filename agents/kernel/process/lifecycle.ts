// SPDX-License-Identifier: GPL-3.0-or-later
import { inspect } from "node:util";
import { printableLines } from "../terminal/printable.ts";
import { describeError, EXIT, exitCodeOf } from "./errors.ts";

/** A running role. `stop` is called once at most; the next start must be able to take up all work left behind. */
export type RunningRole = {
  stop(): Promise<void>;
  /** Resolves when the role can work no more; the role is then stopped, and the process exits with the reason. */
  broken?: Promise<unknown>;
};

const startCut = new AbortController();
/** Aborts when the process is told to stop while its role starts: what the start waits for may never come. */
export const startCutOff: AbortSignal = startCut.signal;

/** Waits for `work` of a start; rejects when the process is told to stop meanwhile, whatever `work` waits for. */
export function untilCutOff<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cut = () => reject(startCutOff.reason);
    if (startCutOff.aborted) cut();
    startCutOff.addEventListener("abort", cut);
    work.then(resolve, reject).finally(() => startCutOff.removeEventListener("abort", cut));
  });
}

/**
 * Runs a role until SIGINT, SIGTERM or the death of a parent with an IPC channel; then stops the role within
 * `stopWithinMs` and exits. A second signal exits at once. Never returns: the process exits with 0 (done), 1 (broken)
 * or 75 (try again), and gives the reason on stderr, with the stack at TRIBUTARY_LOG_LEVEL=debug.
 */
export async function runRole(
  role: string,
  start: () => Promise<RunningRole>,
  options: { stopWithinMs?: number } = {},
): Promise<void> {
  const { stopWithinMs = 10_000 } = options;
  let stopping = false;
  let hasStarted = false;

  const die = (error: unknown) => {
    process.stderr.write(`${role}: ${describeError(error)}\n`);
    if (/^(debug|trace)$/.test(process.env.TRIBUTARY_LOG_LEVEL ?? ""))
      console.error(printableLines(inspect(error)));
    process.exit(exitCodeOf(error));
  };
  // the state is unknown now, and everything that matters is on disk: dying is the safe way on
  process.on("unhandledRejection", die);
  process.on("uncaughtException", die);

  // handlers first: a role may be told to stop while it starts
  let starting: Promise<RunningRole>;
  const stop = (reason: string) => {
    if (stopping) process.exit(EXIT.broken);
    stopping = true;
    const late = () => die(new Error(`did not stop within ${stopWithinMs} ms of ${reason}`));
    setTimeout(late, stopWithinMs);
    if (!hasStarted) startCut.abort(new Error(`cut off by ${reason}`));
    starting.then((running) => running.stop()).then(() => process.exit(EXIT.done), die);
  };
  /** Lets the answers under way go out first. */
  const breakOff = (running: RunningRole, error: unknown) => {
    if (stopping) return;
    stopping = true;
    const end = () => die(error);
    setTimeout(end, stopWithinMs);
    running.stop().then(end, end);
  };
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("disconnect", () => stop("the parent's death"));

  starting = start();
  const running = await starting.then(
    (started) => {
      hasStarted = true;
      return started;
    },
    // a start that was cut off has nothing to put right
    (error) => (stopping ? process.exit(EXIT.done) : die(error)),
  );
  if (running.broken) void running.broken.then((error) => breakOff(running, error));
}
