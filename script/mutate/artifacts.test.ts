// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, test } from "vitest";
import { compile, holdersOf, write } from "./artifacts.ts";

const copy = mkdtempSync(join(tmpdir(), "artifacts-"));
afterAll(() => rmSync(copy, { recursive: true }));

const LIBRARY = "library L { function f(uint256 a) internal pure returns (uint256) { return a + 1; } }";
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), `// SPDX-License-Identifier: MIT\npragma solidity 0.8.30;\n${text}`);
};
/** As forge leaves it, but for the code. */
const artifact = (source: string, name: string, sources: string[]) => {
  const at = `out/${name}.sol/${name}.json`;
  const settings = { compilationTarget: { [source]: name }, metadata: { appendCBOR: false } };
  const metadata = { settings, sources: Object.fromEntries(sources.map((one) => [one, {}])) };
  const text = JSON.stringify({
    bytecode: { object: "0x00" },
    deployedBytecode: { object: "0x00" },
    metadata,
  });
  mkdirSync(dirname(join(copy, at)), { recursive: true });
  writeFileSync(join(copy, at), text);
};

test("a mutant's code stands in the artifacts of the contracts that hold it, and goes again", () => {
  put("src/L.sol", LIBRARY);
  const body = "{ function g(uint256 a) external pure returns (uint256)";
  put("src/A.sol", `import {L} from "src/L.sol";\ncontract A ${body} { return L.f(a); } }`);
  put("src/B.sol", `contract B ${body} { return a; } }`);
  artifact("src/A.sol", "A", ["src/A.sol", "src/L.sol"]);
  artifact("src/B.sol", "B", ["src/B.sol"]);
  artifact("chosen/s/test/unit/A.t.sol", "Unit", ["chosen/s/test/unit/A.t.sol", "src/L.sol"]);

  const placeholders = holdersOf(copy, "src/L.sol");
  assert.deepEqual(
    placeholders.map(({ source }) => source),
    ["src/A.sol"],
    "a test is no holder, nor is a contract that does not read the file",
  );
  write(compile(copy, placeholders)!);
  const holders = holdersOf(copy, "src/L.sol");
  assert.deepEqual(compile(copy, holders), [], "the code is what it was");

  put("src/L.sol", LIBRARY.replace(" + ", " - "));
  const changed = compile(copy, holders)!;
  const path = join(copy, "out/A.sol/A.json");
  write(changed);
  assert.notEqual(readFileSync(path, "utf8"), holders[0]!.text);
  write(holders);
  assert.equal(readFileSync(path, "utf8"), holders[0]!.text);

  put("src/L.sol", LIBRARY.replace(" + ", " plus "));
  assert.equal(compile(copy, holders), undefined, "a mutant that does not compile");
});
