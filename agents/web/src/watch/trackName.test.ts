// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { trackName } from "./trackName.ts";

test("a track has the name that its maker gave, else its language's, else its number", () => {
  for (const [name, language, told] of [
    ["Director's cut", "en", "Director's cut"],
    ["de", "de", "German"],
    ["audio-2", "pt-BR", "Brazilian Portuguese"],
    ["audio-2", undefined, "audio-2"],
    ["x", "x", "x"],
  ] as const)
    assert.equal(trackName({ name, language }), told);
});
