// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Scope } from "./scope.ts";
import { PATIENCE_MS } from "./waitFor.ts";

export type SpawnedRole = {
  child: ChildProcess;
  url: string;
  /** What the role wrote to stderr so far: its log, and at its end the reason. */
  said(): string;
  /** Resolves to the exit code at the role's end. */
  exited: Promise<number | null>;
  /** Sends `signal` and waits for the end. Resolves to the exit code, null when a signal killed it. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null>;
};

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

/**
 * Runs `tributary <role>` as a process, and resolves when the role listens. The process never outlives the test.
 *
 * @param fileKiB The largest size of a file of the role, as on a disk that fills up.
 */
export async function spawnRole(
  t: Scope,
  role: string,
  env: Record<string, string>,
  fileKiB?: number,
): Promise<SpawnedRole> {
  const limit = fileKiB === undefined ? "" : `ulimit -f ${fileKiB}; `;
  const child = spawn("bash", ["-c", `${limit}exec "$@"`, "bash", process.execPath, CLI, role], {
    env: { ...process.env, TRIBUTARY_ENV_FILE: "", ...env },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  t.onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
  });
  const exited = once(child, "exit") as Promise<[number | null]>;
  const ready = once(child, "message") as Promise<[{ url: string }]>;
  const late = setTimeout(PATIENCE_MS, ["none yet"] as const, { ref: false });
  const [first] = await Promise.race([ready, exited, late]);
  if (typeof first !== "object" || first === null)
    throw new Error(`the ${role} does not listen; exit code: ${first}\n${said}`);
  return {
    child,
    url: first.url,
    said: () => said,
    exited: exited.then(([code]) => code),
    async end(signal) {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}
