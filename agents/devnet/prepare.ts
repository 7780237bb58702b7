// SPDX-License-Identifier: GPL-3.0-or-later
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { makeDirectory } from "../kernel/process/directory.ts";
import { UserError } from "../kernel/process/errors.ts";
import { withLock } from "../kernel/process/lock.ts";
import type { Screen } from "../kernel/terminal/screen.ts";
import { buildContracts, REPOSITORY } from "../localnet/deploy.ts";

/** Builds changed circuits with their keys and verifiers, then changed contracts. Two runs may do so at once. */
export async function prepare(screen: Screen, signal: AbortSignal): Promise<void> {
  await screen.during(
    "building the circuits and their keys: a minute or two the first time",
    () => buildCircuits((line) => screen.progress(line), signal),
    () => "circuits and keys are built",
  );
  await screen.during(
    "compiling the contracts",
    () => {
      makeDirectory(join(REPOSITORY, ".cache"));
      const lock = join(REPOSITORY, ".cache", "contracts.lock");
      const waiting = (pid?: number) => screen.progress(`process ${pid} is compiling the contracts, waiting`);
      return withLock(lock, waiting, () => buildContracts(signal), signal);
    },
    () => "contracts are compiled",
  );
}

/** Builds the circuits in a process of its own: a build blocks for seconds at a time, and Ctrl-C must end it at once. */
async function buildCircuits(log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ["circuits/build.ts"], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "pipe"],
    signal,
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      said.push(line);
      log(line);
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    throw new UserError(`The circuits do not build:\n${said.slice(-8).join("\n")}`, "Fix the errors above.");
  }
}
