// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { encodingFor } from "./encodings.ts";

test("an encoding is chosen that the client takes, the smallest first, and never one that it refuses", () => {
  for (const [header, name] of [
    [undefined, undefined],
    ["", undefined],
    ["identity", undefined],
    ["gzip, deflate, br, zstd", "br"],
    ["GZIP", "gzip"],
    ["gzip;q=1.0, br;q=0", "gzip"],
    ["br;q=0.000, gzip; q=0", undefined],
    ["*", "br"],
    ["br;q=0, *;q=0.5", "gzip"],
    ["*;q=0", undefined],
    ["brotli, xgzip", undefined],
  ] as const)
    assert.equal(encodingFor(header)?.name, name, header);
});
