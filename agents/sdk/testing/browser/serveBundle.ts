// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build, type Rolldown, type UserConfig } from "vite";

/** Serves an empty page with `entry`, bundled as an application would; `headers` go with every answer. */
export async function serveBundle(
  entry: string,
  {
    body = "",
    headers = {},
    ...config
  }: UserConfig & { body?: string; headers?: Record<string, string> } = {},
): Promise<{ url: string; close(): void }> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    ...config,
    build: { write: false, minify: false, rolldownOptions: { input: entry } },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  const files = new Map(
    output.map((file) => [`/${file.fileName}`, "code" in file ? file.code : file.source]),
  );
  const script = output.find((file) => "isEntry" in file && file.isEntry)!.fileName;
  const html = `<!doctype html><title>Tributary</title>${body}\n<script type="module" src="/${script}"></script>`;

  const server = createServer(({ url }, response) => {
    const file = files.get(url ?? "");
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader("content-type", file ? "text/javascript" : "text/html");
    response.end(file ?? html);
  }).listen(0, "localhost");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close };
}
