// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { UserError } from "../../kernel/process/errors.ts";
import { requireRight } from "./verdict.ts";

const door = (...got: string[]) => ({
  ...{ words: "One named account", letIn: ["Iris"], keptOut: ["Otto"], got: new Set(got) },
});

test("a policy that lets in and keeps out whom it should is right", () => {
  requireRight([door("Iris"), door("Iris")]);
});

test("every policy that decided otherwise is named, with whom it decided about", () => {
  assert.throws(
    () => requireRight([door("Iris"), door("Iris", "Otto"), door()]),
    (error) =>
      error instanceof UserError &&
      error.message.startsWith(
        'The policy "One named account" let in Otto.\nThe policy "One named account" kept out Iris.',
      ),
  );
});
