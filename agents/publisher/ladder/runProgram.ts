// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

/** A program ended otherwise than with 0; `lastWords` is the end of what it wrote to stderr. */
export class ProgramFailed extends Error {
  override name = "ProgramFailed";
  readonly lastWords: string;

  constructor(program: string, how: string | number | null, stderr: string) {
    const lastWords = stderr.trim().split("\n").slice(-3).join("; ");
    super(`${program} ended with ${how}: ${lastWords}`);
    this.lastWords = lastWords;
  }
}

export type RunOptions = {
  signal?: AbortSignal | undefined;
  /** Gets the lines of the program's file descriptor 3. */
  onLine?: ((line: string) => void) | undefined;
};

/** The most of a program's stderr that is kept. */
const STDERR_BYTES = 8_192;

/**
 * Runs a program, and hands what it writes to stdout to `read`. Throws a ProgramFailed unless the program ends with 0. The
 * program is killed when `read` throws, and when `signal` aborts. When this process is killed, the program ends at the next
 * byte that it writes, as nobody reads it.
 */
export async function runProgram<Result>(
  program: string,
  args: readonly string[],
  read: (stdout: Readable) => Promise<Result>,
  { signal, onLine }: RunOptions = {},
): Promise<Result> {
  signal?.throwIfAborted();
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    ...(signal && { signal, killSignal: "SIGKILL" }),
  });
  const ended = endOf(child);
  let stderr = "";
  child.stderr!.setEncoding("utf8").on("data", (words) => {
    stderr = (stderr + words).slice(-STDERR_BYTES);
  });
  const lines = createInterface({ input: child.stdio[3] as Readable });
  if (onLine) lines.on("line", onLine);
  try {
    const [result, how] = await Promise.all([read(child.stdout!), ended]);
    if (how !== 0) throw new ProgramFailed(program, how, stderr);
    return result;
  } catch (error) {
    child.kill("SIGKILL");
    const how = await ended.catch(() => 0);
    signal?.throwIfAborted();
    // what cannot be read is the program's fault where the program failed
    if (how !== 0 && how !== "SIGKILL") throw new ProgramFailed(program, how, stderr);
    throw error;
  }
}

/** What a program writes to stdout. Throws as {@link runProgram} does. */
export function outputOf(program: string, args: readonly string[], options?: RunOptions): Promise<string> {
  return runProgram(program, args, text, options);
}

async function endOf(child: ChildProcess): Promise<string | number | null> {
  const [code, signal] = await once(child, "close");
  return code ?? signal;
}
