// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "vitest";
import { abis } from "../../agents/sdk/abis.generated.ts";
import { namespaces } from "../../agents/sdk/tributaryActions.ts";
import type { Exported } from "./exported.ts";
import { sections } from "./referenceSection.ts";

test.each(Object.entries(namespaces))("the reference of %s has every action", (name, actions) => {
  const page = readFileSync(`docs/integrators/reference/${name}.md`, "utf8");
  const isThere = (action: string) =>
    [`### ${action}\n`, `- \`${name}.${action}(`, `- \`${action}\``].some((line) => page.includes(line));
  const missing = Object.keys(actions).filter((action) => !isThere(action));
  assert.deepEqual(missing, []);
});

test("every error of a contract that the docs name is one of a contract", () => {
  const errors = new Set(
    Object.values(abis).flatMap((abi) =>
      abi.flatMap((item) => (item.type === "error" ? [item.name as string] : [])),
    ),
  );
  const pages = globSync("docs/integrators/**/*.md");
  const named = pages.flatMap(
    (page) => readFileSync(page, "utf8").match(/\b[A-Z][A-Za-z]+_[A-Z][a-z]\w+\b/g) ?? [],
  );
  assert.ok(named.length > 20);
  assert.deepEqual(
    [...new Set(named)].filter((name) => !errors.has(name)),
    [],
  );
});

test("a read without more words takes one line", () => {
  const read: Exported = {
    ...{ name: "getClaimed", folder: "splits", kind: "read", about: "The wei paid.", tags: {} },
    ...{ signature: "split.getClaimed({ split, at? })", returns: "bigint" },
    parameters: [
      { name: "split", isOptional: false, type: "bigint", about: "" },
      { name: "at", isOptional: true, type: "number", about: "" },
    ],
  };
  assert.deepEqual(sections([read]), [
    "",
    "- `split.getClaimed({ split: bigint, at?: number }): bigint`. The wei paid.",
  ]);
});

test("a section has words, call, parameters with their own words, answer, errors and example, each apart", () => {
  const joined: Exported = {
    ...{
      name: "join",
      folder: "pools",
      kind: "write",
      about: "Takes\na seat.",
      signature: "pool.join({ key, day? })",
    },
    tags: { throws: ["ContractRefused."], example: ["const a = 1;\n\nconst b = 2;"] },
    parameters: [
      { name: "key", isOptional: false, type: "PoolKey", about: "" },
      { name: "day", isOptional: true, type: "number", about: "In days." },
    ],
    returns: [
      { name: "endsAt", isOptional: false, type: "number", about: "" },
      { name: "receipt", isOptional: false, type: "TransactionReceipt", about: "" },
    ],
  };
  assert.equal(
    sections([joined]).join("\n"),
    `
### join

Takes a seat.

    pool.join({ key, day? })

- \`key: PoolKey\`
- \`day?: number\`: In days.

\`joinSync\` returns \`endsAt: number\`, the \`receipt\`.

Throws ContractRefused.

Example:

    const a = 1;

    const b = 2;`,
  );
});
