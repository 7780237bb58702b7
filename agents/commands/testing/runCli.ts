// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../cli.ts", import.meta.url));

export type Ended = { code: number | null; out: string; err: string };

/** Runs `tributary <args>` as a person would, to its end. Settings of the environment are those in `env` alone. */
export async function runCli(
  args: readonly string[],
  { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith("TRIBUTARY_"));
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...Object.fromEntries(ours), TRIBUTARY_ENV_FILE: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
  });
  const [[code], out, err] = await Promise.all([
    once(child, "close"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, err };
}
