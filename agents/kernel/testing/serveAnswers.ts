// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server on 127.0.0.1 that answers as it likes, until the test ends; `asked` has the URLs that it was asked for. */
export async function serveAnswers(
  t: { onTestFinished(end: () => void): void },
  listener: RequestListener,
): Promise<{ port: number; url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    listener(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, asked };
}
