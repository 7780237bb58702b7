// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { pageBytes } from "../../script/bench/pageBytes.ts";

/** A project elsewhere, with the packed SDK and the packages that its reader has. */
let project: string;
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const write = (file: string, text: string) => writeFileSync(join(project, file), text);

/** Packs what `script/buildSdk.mjs` built: other tests read that folder meanwhile. */
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "tributary-sdk-"));
  const [{ filename }] = JSON.parse(
    execFileSync(
      "npm",
      ["pack", "--json", "--ignore-scripts", "-w", "agents/sdk", "--pack-destination", project],
      {
        encoding: "utf8",
      },
    ),
  );
  run("tar", "-xzf", filename);
  mkdirSync(join(project, "node_modules/@tributary"), { recursive: true });
  symlinkSync(join(project, "package"), join(project, "node_modules/@tributary/sdk"));
  for (const name of ["viem", "hash-wasm", "mediabunny", "react", "wagmi", "@tanstack", "@types"])
    symlinkSync(resolve("node_modules", name), join(project, "node_modules", name));
  write("package.json", JSON.stringify({ type: "module" }));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("holds what runs, and no test", () => {
  const files = readdirSync(join(project, "package"), { recursive: true, encoding: "utf8" });
  assert.deepEqual(
    files.filter((file) => /test|\.mts$|[^d]\.ts$/.test(file)),
    [],
  );
  const { dependencies } = JSON.parse(readFileSync(join(project, "package/package.json"), "utf8"));
  assert.deepEqual(Object.keys(dependencies), ["hash-wasm"], "one package beside viem");
});

test("runs without a loader, by each of its doors", () => {
  write(
    "doors.js",
    `import { addressesOf, channel, rateOf, TributaryError, tributaryActions } from "@tributary/sdk";
import { abis } from "@tributary/sdk/abis";
import staking from "@tributary/sdk/abi/Staking.json" with { type: "json" };
import { fileSessionStore } from "@tributary/sdk/node";
import { play } from "@tributary/sdk/player";
import { useTributaryRead } from "@tributary/sdk/react";
console.log([addressesOf, channel.open.sync, rateOf, TributaryError, tributaryActions, fileSessionStore, play,
  useTributaryRead].every((one) => typeof one === "function"), abis.Staking.length === staking.length);`,
  );
  assert.equal(run(process.execPath, "doors.js"), "true true\n");
});

const READER = `import { type ContractRefused, depositOver, rateOf, tributaryActions, TributaryError } from "@tributary/sdk";
import { stakingAbi } from "@tributary/sdk/abis";
import { createWalletClient, http, parseEther, type Hash, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";

const account = privateKeyToAccount(process.argv[2] as Hex);
const client = createWalletClient({ account, chain: foundry, transport: http() }).extend(tributaryActions());
export const hash: Hash = await client.staking.stake({ amountWei: parseEther("2") });
const { rewardWei, receipt } = await client.staking.getRewardSync();
export const reward: bigint = rewardWei + receipt.gasUsed;
export const deposit: bigint = depositOver(rateOf({ amountWei: 9n, perSeconds: 1 }), 60);
// @ts-expect-error wei per second are no rate
depositOver(9n, 60);
// @ts-expect-error an amount is a bigint
client.staking.stake({ amountWei: 2 });
export const name: "earned" = stakingAbi[6].name;
export const refusal = (error: unknown) =>
  error instanceof TributaryError && error.name === "ContractRefused" ? (error as ContractRefused).errorName : undefined;
`;

describe.each([
  { moduleResolution: "bundler", module: "esnext" },
  { moduleResolution: "nodenext", module: "nodenext" },
])("with $moduleResolution", (resolution) => {
  test("compiles under the strictest settings, its own types included", () => {
    write("reader.ts", READER);
    const compilerOptions = {
      ...{
        ...resolution,
        target: "es2022",
        lib: ["es2022", "dom"],
        types: ["node"],
        noEmit: true,
        strict: true,
      },
      ...{ exactOptionalPropertyTypes: true, noPropertyAccessFromIndexSignature: true },
      ...{ noUncheckedIndexedAccess: true, skipLibCheck: true, verbatimModuleSyntax: true },
    };
    write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["reader.ts"] }));
    run(process.execPath, resolve("node_modules/typescript/bin/tsc"), "-p", ".");
  });
});

test.each([
  [
    "a read",
    "getStream",
    2_048,
    'import { stream } from "@tributary/sdk"; export const one = stream.getStream;',
  ],
  [
    "a write",
    "harvest",
    4_096,
    'import { staking } from "@tributary/sdk"; export const one = staking.harvest;',
  ],
  [
    "a write with a deposit",
    "open",
    5_632,
    'import { channel } from "@tributary/sdk"; export const one = channel.open;',
  ],
  ["play", "play", 25_600, 'export { play } from "@tributary/sdk/player";'],
])("%s brings little into a page", async (_, name, most, code) => {
  const size = await pageBytes(code);
  assert.ok(size <= most, `${name} is ${size} bytes, at most ${most}`);
});
