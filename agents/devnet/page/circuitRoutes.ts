// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from "node:fs/promises";
import { artefactsOf } from "../../../circuits/instances.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import { defineRoute, type Route } from "../../kernel/http/route.ts";
import { GZIP } from "./encodings.ts";

const { wasm, provingKey } = artefactsOf("claim");
const FILES = [
  { path: "/circuits/claim.wasm", file: wasm, type: "application/wasm" },
  { path: "/circuits/claim.zkey", file: provingKey, type: "application/octet-stream" },
];

/** What a page proves a share by: the circuit `claim` and its key, 9 MB, or 4.4 MB as gzip. */
export function circuitRoutes(): Route[] {
  return FILES.map(({ path, file, type }) => {
    let read: Promise<Buffer> | undefined;
    return defineRoute({
      ...{ method: "GET", path, summary: "The circuit of a claim, or its key", cors: "none" },
      answers: { 200: { description: "The file, as gzip." } },
      async handle() {
        read ??= readFile(file).then(GZIP.compress);
        const body = await read.catch(() => {
          read = undefined;
          throw new HttpError(404, "not_found", "The circuits are not built yet. Try again in a minute.");
        });
        const headers = {
          "content-type": type,
          "content-encoding": GZIP.name,
          "cache-control": "max-age=3600",
        };
        return { status: 200, body, headers };
      },
    });
  });
}
