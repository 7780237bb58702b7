// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { checkTable } from "../../splits/table.ts";
import type { Person } from "./cast.ts";
import { collaboratorNames, tableOf } from "./tables.ts";

const WORKS = 7;
const names = collaboratorNames(WORKS);
const people = new Map(
  names.map((name) => [name, { name, account: privateKeyToAccount(generatePrivateKey()) } as Person]),
);
const tables = Array.from({ length: WORKS }, (_, work) => tableOf(work, people));

test("each work is shared by two to four, to the last basis point", () => {
  for (const table of tables) {
    checkTable(table);
    assert.ok(table.length >= 2 && table.length <= 4);
    assert.equal(new Set(table.map(({ recipient }) => recipient)).size, table.length);
  }
});

test("one collaborator is in two of the first three works, the others in one", () => {
  const shares = tables.slice(0, 3).flat();
  const worksOf = (name: string) =>
    shares.filter(({ recipient }) => recipient === people.get(name)!.account.address).length;
  assert.deepEqual(
    collaboratorNames(3).map((name) => [name, worksOf(name)]),
    [["Ada", 2], ...["Ben", "Cleo", "Dario", "Elif", "Femi", "Gwen", "Hugo"].map((name) => [name, 1])],
  );
});

test("one work alone names its own collaborators alone", () => {
  assert.deepEqual(collaboratorNames(1), ["Ada", "Ben"]);
});
