// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "vitest";
import { DEFAULT_HTTP_PORT } from "../devnet/server.ts";
import { ROLES } from "./roles.ts";

const portOf = new Map(
  ROLES.map(({ config }) => [
    config.role,
    config.list.find(({ name }) => name === "port")!.default as number,
  ]),
);
const documents = ["README.md", ...globSync("{docs,agents}/**/*.md")].map((file) => ({
  file,
  text: readFileSync(file, "utf8"),
}));

test("no two roles share a port, nor one with the devnet", () => {
  assert.equal(new Set([DEFAULT_HTTP_PORT, ...portOf.values()]).size, ROLES.length + 1);
});

test("a port that a document sets for a role is the role's own", () => {
  const set = documents.flatMap(({ text }) => [
    ...text.matchAll(/TRIBUTARY_([A-Z]+)_PORT(?:=|` \| `)(\d+)/g),
  ]);
  assert.ok(set.length >= ROLES.length);
  for (const [line, role, port] of set) assert.equal(portOf.get(role!.toLowerCase()), Number(port), line);
});

test("an address that a document names is the chain's, the devnet's or a role's", () => {
  // and the one of Ponder
  const ports = new Set([8545, DEFAULT_HTTP_PORT, 42_069, ...portOf.values()]);
  const named = documents.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(([address, port]) => ({
      file,
      address,
      port,
    })),
  );
  assert.ok(named.length > 0);
  assert.deepEqual(
    named.filter(({ port }) => !ports.has(Number(port))),
    [],
  );
});

test("every role has its row in the page for operators, and a README", () => {
  const page = readFileSync("docs/operators/README.md", "utf8");
  for (const role of portOf.keys()) {
    assert.match(
      page,
      new RegExp(`^\\| \\[${role}\\]\\(\\.\\./\\.\\./agents/${role}/README\\.md\\) \\|`, "m"),
    );
    assert.ok(readFileSync(`agents/${role}/README.md`, "utf8"));
  }
});
