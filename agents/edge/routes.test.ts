// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { KERNEL_OPERATIONS, readOpenApi } from "../kernel/testing/readOpenApi.ts";
import { edgeRoutes } from "./routes.ts";

test("the OpenAPI document lists every route, the data path too", async () => {
  assert.deepEqual(await readOpenApi(edgeRoutes({} as Parameters<typeof edgeRoutes>[0])), [
    "PUT /v1/content/{contentId}",
    "GET /v1/content/{contentId}",
    "GET /v1/content/{contentId}/leaves",
    "PUT /v1/content/{contentId}/chunks/{index}",
    "GET /v1/content/{contentId}/chunks/{index}",
    "GET /v1/content/{contentId}/chunks/{first}-{last}",
    "GET /v1/content/{contentId}/bytes",
    ...KERNEL_OPERATIONS,
  ]);
});
