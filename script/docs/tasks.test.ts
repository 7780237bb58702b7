// SPDX-License-Identifier: GPL-3.0-or-later
// A page of a task shows an example as it stands, which the compiler checks and the devnet's test runs.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "vitest";

const EXAMPLES = "agents/sdk/examples";
const LINK = /\[The example\]\(\.\.\/\.\.\/\.\.\/agents\/sdk\/examples\/(\w+)\.ts\)/;
const run = readFileSync("agents/devnet/testing/runExamples.ts", "utf8");

test.each(
  globSync("docs/integrators/tasks/*.md"),
)("%s shows its example, whole, and the devnet's test runs that", (file) => {
  const page = readFileSync(file, "utf8");
  const name = LINK.exec(page)?.[1];
  assert.ok(name, "the page links to [The example]");
  assert.ok(page.includes(`\n\n${bodyOf(name)}\n`), `${name}.ts, behind its imports, stands in the page`);
  assert.match(run, new RegExp(`^  ${name}:\\s`, "m"));
});

/** What an example does, behind its imports, as a block of Markdown. */
function bodyOf(name: string): string {
  const source = readFileSync(`${EXAMPLES}/${name}.ts`, "utf8");
  const imports = /^[\s\S]*\n(?:import .*|\} from .*);\n/.exec(source)![0];
  const lines = source.slice(imports.length).trim().split("\n");
  return lines.map((line) => `    ${line}`.trimEnd()).join("\n");
}
