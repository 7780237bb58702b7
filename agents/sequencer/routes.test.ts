// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { KERNEL_OPERATIONS, readOpenApi } from "../kernel/testing/readOpenApi.ts";
import { type RoutesOptions, sequencerRoutes } from "./routes.ts";

test("the OpenAPI document lists every route", async () => {
  assert.deepEqual(await readOpenApi(sequencerRoutes({} as RoutesOptions)), [
    "POST /v1/vouchers",
    "GET /v1/channels/{id}",
    "POST /v1/ticks",
    "POST /v1/periods",
    "GET /v1/channels",
    "GET /v1/streams",
    ...KERNEL_OPERATIONS,
  ]);
});
