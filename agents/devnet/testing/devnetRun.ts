// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { isAlive } from "../../localnet/isAlive.ts";
import type { Scope } from "../../localnet/scope.ts";
import { waitFor } from "../../localnet/waitFor.ts";

export const RUNS = join(REPOSITORY, ".tributary");

type Process = { pid: number; parent: number; command: string };

/** `tributary devnet` as a process, watched from outside. */
export class DevnetRun {
  readonly child: ChildProcess;
  out = "";
  err = "";
  readonly #ended: Promise<unknown>;

  constructor(t: Scope, ...args: string[]) {
    const ours = Object.entries(process.env).filter(([name]) => !name.startsWith("TRIBUTARY_"));
    this.child = spawn(process.execPath, ["agents/cli.ts", "devnet", ...args], {
      cwd: REPOSITORY,
      // the setting of some agent beside it, which its own must not take for theirs
      env: { ...Object.fromEntries(ours), TRIBUTARY_ENV_FILE: "", TRIBUTARY_KEYSTORE: "/nowhere" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.on("data", (part) => {
      this.out += part;
    });
    this.child.stderr?.on("data", (part) => {
      this.err += part;
    });
    this.#ended = once(this.child, "close");
    t.onTestFinished(() => void this.child.kill("SIGKILL"));
  }

  /** Waits until it has said `pattern`; throws when it ends before. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    const match = () => pattern.exec(this.out);
    const isSo = async () => {
      if (!match() && this.child.exitCode !== null)
        throw new Error(`it ended before ${pattern}: ${this.err}`);
      return match();
    };
    await waitFor(`${pattern} in what it says`, isSo);
    return match()!;
  }

  /** The exit code; null when a signal ended it. */
  async end(): Promise<number | null> {
    await this.#ended;
    return this.child.exitCode;
  }

  /** The processes that it has started, and those that they have, now. */
  descendants(): Process[] {
    const all = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((line) => /^ *(\d+) +(\d+) (.*)$/.exec(line)!)
      .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }));
    const below = (parent: number): Process[] =>
      all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
    return below(this.child.pid!);
  }

  /** The directory of the run, once it is made and until it is removed. */
  directory(): string | undefined {
    const pidOf = (name: string) => {
      try {
        return Number(readFileSync(join(RUNS, name, "pid"), "utf8"));
      } catch {
        return undefined;
      }
    };
    return readdirSync(RUNS).find((name) => name.startsWith("devnet-") && pidOf(name) === this.child.pid);
  }
}

/** Waits until none of them runs any more. */
export async function allGone(processes: readonly Process[]): Promise<void> {
  const left = () => processes.filter(({ pid }) => isAlive(pid));
  const ended = waitFor("every process to end", async () => left().length === 0);
  await ended.catch(() => {
    throw new Error(
      `still there: ${left()
        .map(({ command }) => command)
        .join("; ")}`,
    );
  });
}
