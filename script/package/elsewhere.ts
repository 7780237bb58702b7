// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

const WITHIN = { maxBuffer: 2 ** 26, timeout: 300_000 };

/** A project outside the clone, with packages of its own. */
export type Elsewhere = {
  folder: string;
  /** Names and versions as npm takes them. */
  install(...packages: string[]): Promise<void>;
  /** How many packages are installed. */
  count(): Promise<number>;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  /** Runs a program of the project's packages, or any other; rejects with what the program printed. */
  run(program: string, ...args: string[]): Promise<string>;
};

/** Makes an empty project. */
export async function elsewhere(folder: string): Promise<Elsewhere> {
  await mkdir(folder, { recursive: true });
  const env: NodeJS.ProcessEnv = { ...process.env, CI: "1", NEXT_TELEMETRY_DISABLED: "1" };
  // what `npm run` says of the clone
  for (const name of Object.keys(env))
    if (/^npm_(package|lifecycle|config_local_prefix)|^INIT_CWD$|^NODE_(ENV|OPTIONS|PATH)$/.test(name))
      delete env[name];
  env.PATH = `${join(folder, "node_modules/.bin")}:${process.env.PATH}`;
  const project: Elsewhere = {
    folder,
    async install(...packages) {
      await project.run("npm", "install", "--no-audit", "--no-fund", "--save-exact", ...packages);
    },
    async count() {
      const { packages } = JSON.parse(await project.read("node_modules/.package-lock.json"));
      return Object.keys(packages).length;
    },
    async write(file, text) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    },
    read: (file) => readFile(join(folder, file), "utf8"),
    async run(program, ...args) {
      try {
        const { stdout } = await execute(program, args, { cwd: folder, env, ...WITHIN });
        return stdout;
      } catch (error) {
        const { stdout, stderr } = error as { stdout?: string; stderr?: string };
        throw new Error(`${[program, ...args].join(" ")} failed:\n${stdout ?? ""}${stderr ?? error}`);
      }
    },
  };
  await project.write("package.json", JSON.stringify({ private: true, type: "module" }));
  return project;
}
