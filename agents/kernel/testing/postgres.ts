// SPDX-License-Identifier: GPL-3.0-or-later
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope } from "../../localnet/scope.ts";
import { freePort } from "./freePort.ts";

export type Postgres = {
  url: string;
  start(): Promise<void>;
  /** Ends every connection at once, as a crash of the database does. */
  crash(): Promise<void>;
};

/** The folder of PostgreSQL's programs, of the newest version; undefined where there is none. */
export const findPostgres = (): string | undefined => globSync("/usr/lib/postgresql/*/bin").sort().at(-1);

/** Starts a PostgreSQL of the test's own, on a free port, as the user `postgres` where this one is root. */
export async function startPostgres(t: Scope): Promise<Postgres> {
  const bin = findPostgres();
  if (!bin) throw new Error("there is no PostgreSQL: run node script/installPostgres.ts");
  const directory = mkdtempSync(join(tmpdir(), "tributary-postgres-"));
  const isRoot = process.getuid?.() === 0;
  const as = (program: string, ...args: string[]) =>
    isRoot ? ["runuser", "-u", "postgres", "--", join(bin, program), ...args] : [join(bin, program), ...args];
  if (isRoot) {
    const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"]).toString());
    chownSync(directory, id("-u"), id("-g"));
  }
  const data = join(directory, "data");
  const port = await freePort();
  const [initdb = "", ...initArgs] = as("initdb", "-D", data, "-U", "tributary", "-A", "trust", "--no-sync");
  execFileSync(initdb, initArgs, { stdio: "ignore", cwd: directory });
  let server: ReturnType<typeof spawn> | undefined;

  const postgres: Postgres = {
    url: `postgres://tributary@127.0.0.1:${port}/postgres`,
    async start() {
      const [command = "", ...args] = as(
        "postgres",
        "-D",
        data,
        "-p",
        String(port),
        "-h",
        "127.0.0.1",
        "-k",
        directory,
      );
      const started = spawn(command, args, { stdio: ["ignore", "ignore", "pipe"], cwd: directory });
      server = started;
      await new Promise<void>((resolve, reject) => {
        let said = "";
        started.stderr?.on("data", (text) => {
          said += text;
          if (said.includes("ready to accept connections")) resolve();
        });
        started.once("exit", () => reject(new Error(`PostgreSQL ended:\n${said}`)));
      });
    },
    async crash() {
      const gone = server && once(server, "exit");
      const [command = "", ...args] = as("pg_ctl", "-D", data, "-m", "immediate", "stop");
      execFileSync(command, args, { stdio: "ignore", cwd: directory });
      await gone;
      server = undefined;
    },
  };
  t.onTestFinished(async () => {
    if (server) await postgres.crash();
    rmSync(directory, { recursive: true, force: true });
  });
  await postgres.start();
  return postgres;
}
