// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the example indexer by Ponder, elsewhere: installs Ponder and the packed SDK in a temporary directory, indexes a random
// history of a chain, and compares each of Ponder's rows with the handlers' own over the same logs. Downloads 230 MB.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDevchain } from "../agents/localnet/devchain.ts";
import { waitFor } from "../agents/localnet/waitFor.ts";
import { TABLES, type Table } from "../agents/sdk/examples/indexer/tables.ts";
import { startHistory } from "../agents/sdk/examples/indexer/testing/history.ts";
import { index, readLogs } from "../agents/sdk/examples/indexer/testing/readLogs.ts";

const EXAMPLE = "agents/sdk/examples/indexer";
const SEED = 7;
const ROUNDS = 3;
const PORT = "42069";
/** The most that Ponder's GraphQL answers with. */
const PAGE = 1_000;

const project = mkdtempSync(join(tmpdir(), "tributary-indexer-"));
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: project, stdio: "inherit" });

try {
  cpSync(EXAMPLE, project, { recursive: true, filter: (path) => !/testing|\.test\.ts$/.test(path) });
  execFileSync("npm", ["pack", "--silent", "-w", "agents/sdk", "--pack-destination", project]);
  run("npm", "install", "--no-audit", "--no-fund", join(project, "tributary-sdk-0.1.0.tgz"));
  run(process.execPath, "node_modules/typescript/bin/tsc", "-p", ".");
  await compare();
} finally {
  rmSync(project, { recursive: true, force: true });
}

async function compare(): Promise<void> {
  const devchain = await startDevchain();
  const history = await startHistory(devchain, SEED);
  for (let round = 0; round < ROUNDS; round += 1) await history.playRound();
  const ponder = spawn(
    process.execPath,
    ["node_modules/.bin/ponder", "start", "--schema", "tributary", "--port", PORT],
    {
      ...{ cwd: project, stdio: ["ignore", "inherit", "inherit"] },
      env: { ...process.env, PONDER_RPC_URL_31337: devchain.rpcUrl, DEPLOYMENT: devchain.deployment.path },
    },
  );
  const ended = new Promise<never>((_, reject) =>
    ponder.once("exit", (code) => reject(new Error(`Ponder ended with exit code ${code}`))),
  );
  ended.catch(() => {});
  try {
    const expected = await index(await readLogs(devchain));
    let lines: string[] = [];
    const agrees = async () => {
      lines = await differences(expected);
      return lines.length === 0;
    };
    await Promise.race([ended, waitFor("Ponder's rows", agrees)]).catch((error) => {
      console.error(lines.slice(0, 20).join("\n"));
      throw error;
    });
    const tables = Object.keys(TABLES) as Table[];
    const rows = tables.map((table) => `${expected.all(table).length} ${table}`);
    console.log(`Ponder's rows are those of the handlers: ${rows.join(", ")}`);
  } finally {
    ponder.kill();
    await devchain.stop();
  }
}

/** @returns A line for each row that Ponder has otherwise. */
async function differences(expected: Awaited<ReturnType<typeof index>>): Promise<string[]> {
  const lines: string[] = [];
  for (const table of Object.keys(TABLES) as Table[]) {
    const theirs = await rowsOf(table).catch((error: Error) => error.message);
    if (typeof theirs === "string") return [theirs];
    const ours = new Map(expected.all(table).map(({ id, row }) => [id, textOf(row)]));
    if (theirs.length !== ours.size) lines.push(`${table}: ${theirs.length} rows of ${ours.size}`);
    for (const { id, ...row } of theirs)
      if (textOf(row) !== ours.get(id)) lines.push(`${table} ${id}: ${textOf(row)}, not ${ours.get(id)}`);
  }
  return lines;
}

async function rowsOf(table: Table): Promise<{ id: string }[]> {
  const columns = ["id", ...Object.keys(TABLES[table])].join(" ");
  const response = await fetch(`http://127.0.0.1:${PORT}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: `{ ${table}s(limit: ${PAGE}) { items { ${columns} } } }` }),
  });
  const { data, errors } = (await response.json()) as {
    data?: Record<string, { items: { id: string }[] }>;
    errors?: unknown;
  };
  if (!data) throw new Error(`Ponder answers ${JSON.stringify(errors)}`);
  return data[`${table}s`]!.items;
}

/** A row's columns in the order of their names, as text. */
function textOf(row: object): string {
  const columns = Object.entries(row).map(([name, value]) => `${name}=${String(value).toLowerCase()}`);
  return columns.sort().join(" ");
}
