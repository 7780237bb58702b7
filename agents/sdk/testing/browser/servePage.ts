// SPDX-License-Identifier: MIT
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build, type Rolldown } from "vite";

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * Serves a page with a `<video>` and the example `playInPage`, bundled as an application would, with the chain at `rpcUrl` in
 * the place of mainnet.
 */
export async function servePage(rpcUrl: string): Promise<{ url: string; close(): void }> {
  const built = await build({
    configFile: false,
    logLevel: "warn",
    define: { RPC_URL: JSON.stringify(rpcUrl) },
    resolve: { alias: { "viem/chains": beside("chain.ts") } },
    build: { write: false, minify: false, rolldownOptions: { input: beside("page.ts") } },
  });
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput];
  const files = new Map(
    output.map((file) => [`/${file.fileName}`, "code" in file ? file.code : file.source]),
  );
  const entry = output.find((file) => "isEntry" in file && file.isEntry)!.fileName;
  const html = `<!doctype html><title>Play</title><video controls width="640"></video><output></output>
<script type="module" src="/${entry}"></script>`;

  const server = createServer(({ url }, response) => {
    const script = files.get(url ?? "");
    response.setHeader("content-type", script ? "text/javascript" : "text/html");
    response.end(script ?? html);
  }).listen(0, "localhost");
  await once(server, "listening");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${(server.address() as AddressInfo).port}/`, close };
}
