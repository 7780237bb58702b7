// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));

export type Ended = { code: number | null; out: string; err: string };

type Options = { env?: Record<string, string>; cwd?: string };

/** Runs `tributary <args>` as a person would, to its end. Settings of the environment are those in `env` alone. */
export const runCli = (args: readonly string[], options: Options = {}): Promise<Ended> =>
  startCli(args, options).ended;

/** Starts what {@link runCli} runs. */
export function startCli(
  args: readonly string[],
  { env = {}, cwd }: Options = {},
): { child: ChildProcessByStdio<null, Readable, Readable>; ended: Promise<Ended> } {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith("TRIBUTARY_"));
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...Object.fromEntries(ours), TRIBUTARY_ENV_FILE: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
  });
  const ended = Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[code], out, err]) => ({ code, out, err })) };
}
