// SPDX-License-Identifier: GPL-3.0-or-later
// Every unit test has a tree of its conditions, with one test for each, named after the condition. Fails when a test file
// has no tree, or the two disagree.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const UNIT = "test/unit";

const problems = readdirSync(UNIT, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".t.sol"))
  .sort()
  .flatMap((file) => {
    const test = `${UNIT}/${file}`;
    const tree = test.replace(/\.t\.sol$/, ".tree");
    if (!existsSync(tree)) return [`${test} has no tree`];
    const tested = testsOf(readFileSync(test, "utf8"));
    const planned = conditionsOf(readFileSync(tree, "utf8"));
    return [
      ...planned.filter((name) => !tested.includes(name)).map((name) => `${tree}: no test for ${name}`),
      ...tested
        .filter((name) => !planned.includes(name))
        .map((name) => `${test}: ${name} is not in the tree`),
    ];
  });
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);

/** `test_RevertWhen_NotPayee` tests the condition WhenNotPayee. */
function testsOf(solidity: string): string[] {
  return [...solidity.matchAll(/function test(?:Fuzz)?_(?:Revert)?(When|Given)_?(\w+)\(/g)].map(
    ([, word, rest]) => `${word}${rest}`,
  );
}

/** "├── when not payee" is the condition WhenNotPayee. */
function conditionsOf(tree: string): string[] {
  return [...tree.matchAll(/[├└]── ((?:when|given) .*)$/gm)].map(([, condition = ""]) =>
    condition
      .replaceAll("'", "")
      .split(/[^A-Za-z0-9]+/)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(""),
  );
}
