// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { makeDirectory } from "../../kernel/process/directory.ts";
import type { Scope } from "../../localnet/scope.ts";

const SOURCE = fileURLToPath(new URL("boxoGateway", import.meta.url));
const CACHE = fileURLToPath(new URL("../../../.cache/boxoGateway", import.meta.url));

/** Whether Go is there to build the gateway; without it, what needs a real gateway is skipped. */
export const hasGo = () => spawnSync("go", ["version"]).status === 0;

/** Builds boxo's gateway, the one within Kubo, and returns the path of the program. Minutes at the first time. */
export async function buildBoxoGateway(): Promise<string> {
  makeDirectory(CACHE);
  const program = join(CACHE, "boxoGateway");
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-modcacherw" };
  await promisify(execFile)("go", ["build", "-trimpath", "-ldflags=-s -w", "-o", program, "."], {
    cwd: SOURCE,
    env,
  });
  return program;
}

/** Serves a CAR file, or with `-fetch` what another gateway has. */
export async function startBoxoGateway(
  t: Scope,
  program: string,
  ...args: string[]
): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  t.onTestFinished(() => void child.kill());
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  return { url: line.toString().trim(), child };
}
