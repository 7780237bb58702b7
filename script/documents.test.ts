// SPDX-License-Identifier: GPL-3.0-or-later
// The documents' links and paths exist, their tables render, and SPEC has every property named in code.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "vitest";

const tracked = (...patterns: string[]) =>
  execFileSync("git", ["ls-files", "-co", "--exclude-standard", ...patterns])
    .toString()
    .split("\n")
    .filter((file) => file !== "" && existsSync(file));
const DOCUMENTS = tracked("*.md").map((file) => ({ file, text: readFileSync(file, "utf8") }));

const LINK = /\]\(([^)\s]+)\)/g;
const PATH = /(?<![\w./@-])(?:agents|circuits|docs|script|src|test)\/[\w./*{},-]*[\w*}]/g;
/** `store.ts` in a README: a file of its folder, or of one below. */
const FILE_BESIDE = /`((?:[\w-]+\/)*[\w-]+\.(?:ts|sol|circom|json))`/g;
/** Standards that look like a property's id. */
const PROPERTY = /\b(?!EIP|ERC|RIP|SHA|GPL|AES|RFC|UTF|ISO|CWE|IPv)[A-Z]{3}-\d+\b(?!\.\d)/g;

describe("a document", () => {
  for (const { file, text } of DOCUMENTS) {
    test(`${file} links to what is there`, () => {
      const dead = [...text.matchAll(LINK)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !linkResolves(file, target));
      assert.deepEqual(dead, []);
    });

    test(`${file} names paths that are there`, () => {
      const named = [...text.matchAll(PATH)].map(([path]) => path).filter((path) => !path.includes("<"));
      const beside = /(^|\/)README\.md$/.test(file)
        ? [...text.matchAll(FILE_BESIDE)].map(([, name]) => name!)
        : [];
      assert.deepEqual(
        [
          ...named.filter((path) => !pathExists(path)),
          ...beside.filter(
            (name) => !pathExists(name) && globSync(join(dirname(file), "**", name)).length === 0,
          ),
        ],
        [],
      );
    });

    test(`${file} has tables that render`, () => assert.deepEqual(brokenTables(text), []));
  }
});

test("a document that calls npx tributary says that it runs in a clone: the npm name is somebody else's", () => {
  const calling = DOCUMENTS.filter(({ text }) => text.includes("npx tributary"));
  assert.ok(calling.length > 3);
  assert.deepEqual(
    calling.filter(({ text }) => !/\bin\s+(the|a)\s+clone\b/i.test(text)).map(({ file }) => file),
    [],
  );
});

test("every property that code or a test names stands in SPEC", () => {
  const spec = new Set(readFileSync("docs/SPEC.md", "utf8").match(PROPERTY));
  const named = tracked("src", "test", "agents", "circuits", "script", "docs")
    .filter((file) => /\.(sol|ts|circom|tree|md)$/.test(file) && file !== "script/documents.test.ts")
    .flatMap((file) => (readFileSync(file, "utf8").match(PROPERTY) ?? []).map((id) => `${id} in ${file}`));
  assert.ok(named.length > 100);
  assert.deepEqual(
    named.filter((use) => !spec.has(use.split(" ")[0]!)),
    [],
  );
});

test("a table with a gap, and one with a cell too few, are found", () => {
  assert.deepEqual(brokenTables("| a | b |\n|---|---|\n| 1 | 2 |"), []);
  assert.deepEqual(brokenTables("| a | b |\n|---|---|\n\n| 1 | 2 |"), ["| 1 | 2 |"]);
  assert.deepEqual(brokenTables("| a | b |\n|---|---|\n| 1 |"), ["| 1 |"]);
});

function linkResolves(file: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const to = path === "" ? file : join(dirname(file), path);
  if (!existsSync(to)) return false;
  return anchor === undefined || !to.endsWith(".md") || anchorsOf(readFileSync(to, "utf8")).includes(anchor);
}

/** Headings as GitHub names them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, "")
      .replace(/\s/g, "-"),
  );
}

/** A path, or the beginning of one: `test/fuzz/Stream*`, `agents/sequencer/crash`, `src/{types,interfaces}`. */
function pathExists(path: string): boolean {
  // build output
  if (/^circuits\/build\b|^script\/deployments\b|^test\/model\/\.histories\b/.test(path)) return true;
  return expand(path).every((one) => existsSync(one) || globSync(`${one}*`).length > 0);
}

function expand(path: string): string[] {
  const braces = /^(.*?)\{([^}]*)\}(.*)$/.exec(path);
  if (!braces) return [path];
  const [, before, options = "", after] = braces;
  return options.split(",").flatMap((option) => expand(`${before}${option}${after}`));
}

/** Rows of a table that GitHub would show as text: outside of a table, or of another width than its head. */
function brokenTables(text: string): string[] {
  const broken: string[] = [];
  let width = 0;
  const lines = text.replace(/^( {4}|\t).*$/gm, "").split("\n");
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith("|")) {
      width = 0;
      continue;
    }
    if (width === 0 && /^\|[\s:|-]+\|$/.test(lines[i + 1] ?? "")) width = cells(line);
    if (width === 0 || cells(line) !== width) broken.push(line);
  }
  return broken;
}

const cells = (row: string) =>
  row
    .trim()
    .replace(/`[^`]*`|\\\|/g, "")
    .split("|").length - 2;
