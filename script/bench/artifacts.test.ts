// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { compilerOf, readArtifact } from "./artifacts.ts";

const HOLE = "__$0123456789abcdef0123456789abcdef01$__";
const ADDRESS = "0xAbCdEf0123456789aBcDeF0123456789abcDEF01";
const places = { "lib.sol": { Library: [{ start: 1, length: 20 }] } };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "artifacts-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: object): Promise<string> {
  const path = join(folder, `${name}.json`);
  await writeFile(path, JSON.stringify({ abi: [], ...content }));
  return path;
}

for (const [tool, content] of [
  ["forge", { bytecode: { object: `0x60${HOLE}00`, linkReferences: places } }],
  ["hardhat", { bytecode: `0x60${HOLE}00`, linkReferences: places }],
] as const) {
  test(`a library is linked into what ${tool} compiled`, async () => {
    const library = await written("Library", { bytecode: "0x01" });
    const artifact = readArtifact(await written(`Of_${tool}`, content), () => library);
    assert.deepEqual(artifact.libraries, ["Library"]);
    assert.equal(artifact.library("Library").linked(new Map()), "0x01");
    assert.equal(artifact.linked(new Map([["Library", ADDRESS]])), `0x60${ADDRESS.slice(2).toLowerCase()}00`);
  });
}

test("a compiler is named with all that changes gas", () => {
  const settings = { optimizer: { enabled: true, runs: 1_000_000 }, evmVersion: "cancun", viaIR: true };
  const named = compilerOf({ compiler: { version: "0.8.30+commit.73712a01" }, settings });
  assert.equal(named, "solc 0.8.30, via-IR, runs 1,000,000, cancun");
});
