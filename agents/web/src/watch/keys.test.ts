// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { keyAction } from "./keys.ts";

const press = (key: string, element = "body", isShortcut = false) => keyAction({ key, element, isShortcut });

test("keys play, jump, and change the speed, in capitals too", () => {
  assert.deepEqual([press("k"), press("K"), press(" ")], Array(3).fill({ do: "toggle" }));
  assert.deepEqual(
    [press("j"), press("ArrowRight")],
    [
      { do: "jump", seconds: -10 },
      { do: "jump", seconds: 5 },
    ],
  );
  assert.deepEqual(
    [press("0"), press("9")],
    [
      { do: "go", share: 0 },
      { do: "go", share: 0.9 },
    ],
  );
  assert.deepEqual(press(">"), { do: "speed", step: 1 });
  for (const key of ["q", "Enter", "Tab", "Escape", "F5", "10"]) assert.equal(press(key), undefined, key);
});

test("whoever writes, or presses a button, presses no key of the page; nor do the browser's own shortcuts", () => {
  for (const element of ["input", "select", "textarea"])
    assert.equal(press("k", element), undefined, element);
  for (const element of ["button", "summary", "a", "video"])
    assert.equal(press(" ", element), undefined, element);
  assert.deepEqual(press("k", "button"), { do: "toggle" });
  // the element's own controls jump by themselves
  assert.equal(press("ArrowLeft", "video"), undefined);
  assert.equal(press("f", "body", true), undefined);
});
