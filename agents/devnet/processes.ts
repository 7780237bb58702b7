// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../kernel/errors.ts";
import { REPOSITORY } from "./deploy.ts";

const STOP_WITHIN_MS = 10_000;
const READY_WITHIN_MS = 20_000;
const READY_POLL_MS = 50;

/** An agent that runs as a process of its own. */
export type AgentProcess = { name: string; url: string; pid: number; child: ChildProcess; logPath: string };

/** Starts agents through the CLI, and ends every one of them. */
export class Processes {
  readonly running: AgentProcess[] = [];
  readonly #directory: string;
  readonly #onDeath: (error: Error) => void;

  /** @param onDeath Told when an agent ends that nobody stopped. */
  constructor(directory: string, onDeath: (error: Error) => void) {
    this.#directory = directory;
    this.#onDeath = onDeath;
    mkdirSync(join(directory, "logs"), { recursive: true });
  }

  /** Starts `tributary <role>`, and resolves when it is ready. Its output goes to a log file. */
  async start(name: string, role: string, settings: Record<string, string>): Promise<AgentProcess> {
    const logPath = join(this.#directory, "logs", `${name}.log`);
    const log = openSync(logPath, "a");
    const child = spawn(process.execPath, ["--import", "tsx", "agents/cli.ts", role], {
      cwd: REPOSITORY,
      env: { ...process.env, ...settings },
      stdio: ["ignore", log, log, "ipc"],
      // a group of its own: Ctrl-C is ours to hear, and to hand on in order
      detached: true,
    });
    closeSync(log);
    const url = await new Promise<string>((resolve, reject) => {
      child.on("message", (message: { type?: string; url?: string }) => {
        if (message.type === "ready" && message.url) resolve(message.url);
      });
      child.once("error", reject);
      child.once("exit", (code, signal) => reject(death(name, code ?? signal, logPath)));
    });

    const agent = { name, url, pid: child.pid as number, child, logPath };
    this.running.push(agent);
    child.once("exit", (code, signal) => {
      const index = this.running.indexOf(agent);
      if (index < 0) return;
      this.running.splice(index, 1);
      this.#onDeath(death(name, code ?? signal, logPath));
    });
    await untilReady(agent);
    return agent;
  }

  /** Ends all, last started first; one that does not end in time is killed. */
  async stopAll(): Promise<void> {
    const agents = this.running.splice(0).reverse();
    await Promise.all(agents.map(({ child }) => stop(child)));
  }
}

async function untilReady({ name, url, logPath }: AgentProcess): Promise<void> {
  for (let attempt = 0; attempt < READY_WITHIN_MS / READY_POLL_MS; attempt += 1) {
    const { ok } = await fetch(`${url}/ready`);
    if (ok) return;
    await sleep(READY_POLL_MS);
  }
  const reasons = await (await fetch(`${url}/ready`)).text();
  throw new UserError(`The ${name} does not become ready: ${reasons}.`, `Its whole log is ${logPath}.`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
  await exited;
  clearTimeout(late);
}

function death(name: string, how: string | number | null, logPath: string): Error {
  const lastLines = readFileSync(logPath, "utf8").trim().split("\n").slice(-4).join("\n");
  return new UserError(`The ${name} ended (${how}):\n${lastLines}\n`, `Its whole log is ${logPath}.`);
}
