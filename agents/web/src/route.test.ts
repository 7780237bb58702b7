// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { routeOf } from "./route.ts";

test("a path leads to one page, and a wrong one to none", () => {
  const contentId = `0x${"ab".repeat(32)}` as const;
  assert.deepEqual(routeOf("/"), { page: "library" });
  assert.deepEqual(routeOf("/studio"), { page: "studio" });
  assert.deepEqual(routeOf("/account"), { page: "account" });
  assert.deepEqual(routeOf(`/watch/${contentId}`), { page: "watch", contentId });
  assert.deepEqual(routeOf(`/watch/${contentId.toUpperCase().replace("X", "x")}/`), {
    page: "watch",
    contentId,
  });
  for (const path of [
    "/watch",
    "/watch/0x12",
    `/watch/${contentId}00`,
    "/studio/x",
    "/accounts",
    "//evil.example",
    "/v1/deployment",
  ])
    assert.deepEqual(routeOf(path), { page: "nowhere" }, path);
});
