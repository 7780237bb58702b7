// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** What a CDN says of files that never change, to pages of any origin. */
const HEADERS = { "access-control-allow-origin": "*", "cache-control": "public, max-age=31536000" };

/**
 * Serves the files below `directory` on 127.0.0.1 as any web server does: by their paths, whatever the query.
 *
 * @param onAsked Called with the path of each request.
 */
export async function serveFiles(directory: string, onAsked?: (path: string) => void) {
  const server = createServer(async ({ url = "" }, response) => {
    // no path leads out of the directory: a URL has no dots left
    const { pathname } = new URL(`http://mirror${url}`);
    onAsked?.(pathname);
    const bytes = await readFile(join(directory, pathname)).catch(() => undefined);
    response.writeHead(bytes ? 200 : 404, HEADERS).end(bytes);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close().closeAllConnections() };
}
