// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { KERNEL_OPERATIONS, readOpenApi } from "../kernel/testing/readOpenApi.ts";
import { keyholderRoutes, type RoutesOptions } from "./routes.ts";

test("the OpenAPI document lists every route", async () => {
  assert.deepEqual(await readOpenApi(keyholderRoutes({} as RoutesOptions)), [
    "POST /v1/keys",
    ...KERNEL_OPERATIONS,
  ]);
});
