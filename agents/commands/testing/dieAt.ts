// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded before a command by `--import`: writes down what the command does to files and to other programs, one event a line, into the
// file that EVENTS names, and kills the process at the event that DIE_AT names.
import { appendFileSync } from "node:fs";
import files from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename, dirname, join } from "node:path";

/** The `nth` event of that name, from 1; `half`: in the middle of a write. */
export type Moment = { event: string; nth?: number; when: "before" | "half" | "after" };

const { DIE_AT, EVENTS } = process.env;
const moment: Moment | undefined = DIE_AT ? JSON.parse(DIE_AT) : undefined;
const { writeFile, rename, readFile } = files;
const { fetch } = globalThis;
let left = moment?.nth ?? 1;

const die = () => process.kill(process.pid, "SIGKILL");

async function during<Result>(
  event: string,
  work: () => Promise<Result>,
  halfOf: () => void = () => {},
): Promise<Result> {
  const isLast = event === moment?.event && --left === 0;
  if (isLast && moment.when === "half") halfOf();
  if (isLast && moment.when !== "after") die();
  const result = await work();
  if (EVENTS) appendFileSync(EVENTS, `${event}\n`);
  if (isLast) die();
  return result;
}

/** A file by its name and its directory's. */
const named = (path: unknown) => join(basename(dirname(String(path))), basename(String(path)));

Object.assign(files, {
  writeFile: (path: string, data: string | Uint8Array, ...more: []) =>
    during(
      `write ${named(path)}`,
      () => writeFile(path, data, ...more),
      () => appendFileSync(path, data.slice(0, data.length / 2)),
    ),
  rename: (from: string, to: string) => during(`rename ${named(to)}`, () => rename(from, to)),
  readFile: (path: string, ...more: []) => during(`read ${named(path)}`, () => readFile(path, ...more)),
});
syncBuiltinESMExports();

globalThis.fetch = (input, init) => {
  const { method, body } = init ?? {};
  const path = new URL(input instanceof Request ? input.url : input).pathname;
  const what = method === "PUT" ? (path.includes("/chunks/") ? "chunk" : "leaves") : rpcMethod(body);
  return during(`send ${what}`, () => fetch(input, init));
};

function rpcMethod(body: unknown): string {
  const { method } = typeof body === "string" ? JSON.parse(body) : {};
  return String(method);
}
