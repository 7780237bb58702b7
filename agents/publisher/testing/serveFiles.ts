// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Scope } from "../../localnet/scope.ts";

/** Serves the files below `directory` as any web server does: by their paths, whatever the query. */
export async function serveFiles(scope: Scope, directory: string) {
  const asked: string[] = [];
  const server = createServer(async ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://mirror");
    asked.push(pathname);
    const bytes = await readFile(join(directory, pathname)).catch(() => undefined);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  scope.onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
