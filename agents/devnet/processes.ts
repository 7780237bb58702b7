// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeDirectory } from "../kernel/process/directory.ts";
import { UserError } from "../kernel/process/errors.ts";
import { REPOSITORY } from "../localnet/deploy.ts";
import { nodeUrl } from "../sdk/wire/nodeUrl.ts";

const STOP_WITHIN_MS = 10_000;
const READY_WITHIN_MS = 20_000;
const READY_POLL_MS = 50;

/** The role of an agent. Without a row on the board, a new role does not compile. */
export type Role = "sequencer" | "prover" | "challenger" | "watchtower" | "edge" | "keyholder" | "signin";

/** An agent that runs as a process of its own. */
export type AgentProcess = {
  name: string;
  role: Role;
  url: string;
  pid: number;
  child: ChildProcess;
  logPath: string;
};

/** Starts agents through the CLI, and ends every one of them. */
export class Processes {
  readonly #children = new Set<ChildProcess>();
  readonly #directory: string;
  readonly #signal: AbortSignal;
  readonly #onDeath: (error: Error) => void;

  /**
   * @param signal Gives up on agents that are still starting.
   * @param onDeath Called when an agent ends unasked; must abort `signal`.
   */
  constructor(directory: string, signal: AbortSignal, onDeath: (error: Error) => void) {
    this.#directory = directory;
    this.#signal = signal;
    this.#onDeath = onDeath;
    makeDirectory(join(directory, "logs"));
  }

  /**
   * Starts `tributary <role>`, and resolves when the role is ready; without `awaitReady`, when it serves. Its output goes to a log file.
   */
  async start(
    name: string,
    role: Role,
    settings: Record<string, string>,
    { awaitReady = true } = {},
  ): Promise<AgentProcess> {
    this.#signal.throwIfAborted();
    const logPath = join(this.#directory, "logs", `${name}.log`);
    const log = openSync(logPath, "a");
    const child = spawn(process.execPath, ["agents/cli.ts", role], {
      cwd: REPOSITORY,
      env: { ...environment(), TRIBUTARY_ENV_FILE: "", ...settings },
      stdio: ["ignore", log, log, "ipc"],
      // a process group of its own: Ctrl-C reaches this process alone, which stops the agents in order
      detached: true,
    });
    closeSync(log);
    this.#children.add(child);
    child.once("exit", (code, signal) => {
      if (this.#children.delete(child)) this.#onDeath(death(name, code ?? signal, logPath));
    });
    // the one message that a role sends
    const [{ url }] = (await once(child, "message", { signal: this.#signal })) as [{ url: string }];
    const agent = { name, role, url, pid: child.pid as number, child, logPath };
    if (awaitReady) await untilReady(agent, this.#signal);
    return agent;
  }

  /** Ends an agent whose part is over. */
  async stop({ child }: AgentProcess): Promise<void> {
    this.#children.delete(child);
    await stop(child);
  }

  /** Ends all agents; kills any that does not end in time. */
  async stopAll(): Promise<void> {
    const children = [...this.#children];
    this.#children.clear();
    await Promise.all(children.map(stop));
  }
}

/** The environment, without the settings of an agent that somebody runs beside this one. */
function environment(): NodeJS.ProcessEnv {
  const others = ([name]: [string, unknown]) =>
    name === "TRIBUTARY_LOG_LEVEL" || !name.startsWith("TRIBUTARY_");
  return Object.fromEntries(Object.entries(process.env).filter(others));
}

async function untilReady({ name, url, logPath }: AgentProcess, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < READY_WITHIN_MS / READY_POLL_MS; attempt += 1) {
    const { ok } = await fetch(nodeUrl(url, "ready"), { signal });
    if (ok) return;
    await sleep(READY_POLL_MS, undefined, { signal });
  }
  const reasons = await (await fetch(nodeUrl(url, "ready"))).text();
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
