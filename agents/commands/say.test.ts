// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test, vi } from "vitest";
import { answer, note } from "./say.ts";

test("what a command prints goes one way, which makes it harmless", () => {
  const raw = globSync("agents/{commands,devnet,publisher,wallet}/**/*.ts")
    .filter((file) => !/\.test\.ts$|\/testing\/|commands\/say\.ts$/.test(file))
    .filter((file) => /console\.|std(out|err)\.write/.test(readFileSync(file, "utf8")));
  assert.deepEqual(raw, []);
});

test("an example shows a title harmlessly", () => {
  for (const file of globSync("agents/sdk/examples/*.ts"))
    assert.doesNotMatch(
      readFileSync(file, "utf8"),
      /\$\{(?!printable)[^}]*\b(title|endpoint|reason|symbol|name)\b[^}]*\}/,
    );
});

for (const [print, stream] of [
  [answer, process.stdout],
  [note, process.stderr],
] as const) {
  test(`${print.name} prints one line that steers nothing`, () => {
    const written: unknown[] = [];
    const write = vi.spyOn(stream, "write").mockImplementation((text) => written.push(text) > 0);
    print("\x1b]52;c;aGk=\x07\x9b2J\u202egone\r\nenter your key:");
    write.mockRestore();
    assert.deepEqual(written, ["?]52;c;aGk=??2J?gone??enter your key:\n"]);
  });
}
