// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { tableIn } from "./tableFile.ts";

const ADA = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const BEN = "0x8ba1f109551bD432803012645Ac136ddd64DBA72";
const read = (text: string) => tableIn(new Blob([text]));

test("a table is read as it was written, whatever the case of its addresses", async () => {
  const rows = [
    { recipient: ADA.toLowerCase(), bps: 6_000 },
    { recipient: BEN, bps: 4_000 },
  ];
  assert.deepEqual(await read(JSON.stringify(rows)), {
    value: [
      { recipient: ADA, bps: 6_000 },
      { recipient: BEN, bps: 4_000 },
    ],
  });
});

test("any other file is refused in words", async () => {
  const row = (bps: unknown, recipient: unknown = ADA) => ({ recipient, bps });
  for (const [what, text] of Object.entries({
    nothing: "",
    text: "ada: 6000",
    "another JSON": "{}",
    null: "null",
    "no rows": "[]",
    "rows of null": "[null]",
    "no address": JSON.stringify([row(10_000, "ada")]),
    "a number as an address": JSON.stringify([row(10_000, 5)]),
    "less than the whole": JSON.stringify([row(9_999)]),
    "a share as text": JSON.stringify([row("10000")]),
    "17 rows": JSON.stringify(Array.from({ length: 17 }, (_, at) => row(at ? 1 : 9_984))),
    "a large file": `[${" ".repeat(20_000)}]`,
  })) {
    const table = await read(text);
    assert.ok("fault" in table && table.fault.startsWith("This is not the table of a split."), what);
  }
});
