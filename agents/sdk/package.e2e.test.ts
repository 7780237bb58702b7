// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
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
import { publint } from "publint";
import { afterAll, beforeAll, describe, test } from "vitest";
import { pageBytes } from "../../script/bench/pageBytes.ts";
import {
  compilerOptions,
  DOORS,
  DOORS_WITHOUT_PEERS,
  HOOKS,
  READER,
  RESOLUTIONS,
} from "../../script/package/readers.ts";

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
  for (const name of ["viem", "@noble", "hash-wasm", "mediabunny", "react", "wagmi", "@tanstack", "@types"])
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
  const viem = JSON.parse(readFileSync(resolve("node_modules/viem/package.json"), "utf8"));
  const own = Object.keys(dependencies).filter((name) => !(name in viem.dependencies));
  assert.deepEqual(own, ["hash-wasm"], "one package beside viem and what viem brings");
  for (const [name, version] of Object.entries(viem.dependencies))
    if (name in dependencies) assert.equal(dependencies[name], version, "one copy for both");
});

test("runs without a loader, by each of its doors", () => {
  write("doors.js", DOORS);
  assert.equal(run(process.execPath, "doors.js"), "true true\n");
});

test("runs without any peer but viem", () => {
  const alone = mkdtempSync(join(tmpdir(), "tributary-sdk-alone-"));
  try {
    // a copy: Node looks for packages from where a file really is
    cpSync(join(project, "package"), join(alone, "node_modules/@tributary/sdk"), { recursive: true });
    for (const name of ["viem", "@noble", "hash-wasm"])
      symlinkSync(resolve("node_modules", name), join(alone, "node_modules", name));
    writeFileSync(join(alone, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(join(alone, "doors.js"), DOORS_WITHOUT_PEERS);
    assert.equal(run(process.execPath, join(alone, "doors.js")), "true\n");
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
});

test("is clean to publint", async () => {
  const { messages } = await publint({ pkgDir: join(project, "package"), pack: false, strict: true });
  assert.deepEqual(messages, []);
});

describe.each(RESOLUTIONS)("with $moduleResolution", (resolution) => {
  test("compiles under the strictest settings, its own types and wagmi's included", () => {
    write("reader.ts", READER);
    write("hooks.ts", HOOKS);
    const files = ["reader.ts", "hooks.ts"];
    write("tsconfig.json", JSON.stringify({ compilerOptions: compilerOptions(resolution), files }));
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
    3_072,
    'import { staking } from "@tributary/sdk"; export const one = staking.harvest;',
  ],
  [
    "a write with a deposit",
    "open",
    4_000,
    'import { channel } from "@tributary/sdk"; export const one = channel.open;',
  ],
  ["play", "play", 16_384, 'export { play } from "@tributary/sdk/player";'],
])("%s brings little into a page", async (_, name, most, code) => {
  const size = await pageBytes(code);
  assert.ok(size <= most, `${name} is ${size} bytes, at most ${most}`);
});
