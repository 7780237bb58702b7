// SPDX-License-Identifier: GPL-3.0-or-later
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type RpcCall = { method: string; params: unknown[] };

/** The fate of a call: passed on, refused with an error, answered with another result, or never answered. */
export type Verdict = "pass" | "hang" | { error: { code: number; message: string } } | { result: unknown };

/** An RPC that misbehaves as told, in front of a good one. */
export async function startRpcProxy(
  rpcUrl: string,
  judge: (call: RpcCall) => Verdict | Promise<Verdict>,
): Promise<{ rpcUrl: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const call = JSON.parse(body);
    const verdict = await judge(call);
    if (verdict === "hang") return;
    response.setHeader("content-type", "application/json");
    if (verdict !== "pass") {
      response.end(JSON.stringify({ jsonrpc: "2.0", id: call.id, ...verdict }));
      return;
    }
    const answer = await fetch(rpcUrl, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
