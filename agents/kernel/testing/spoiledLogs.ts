// SPDX-License-Identifier: GPL-3.0-or-later
import type { Scope } from "../../localnet/scope.ts";
import { startRpcProxy, type Verdict } from "./rpcProxy.ts";

type Log = { blockHash: string; topics: string[] };

/** What a node may answer instead of the logs. */
const SPOILED: Record<"empty" | "foreign", (logs: Log[]) => Log[]> = {
  empty: () => [],
  // of another fork
  foreign: (logs) => logs.map((log) => ({ ...log, blockHash: `0x${"77".repeat(32)}` })),
};

/** An RPC that spoils the answers to eth_getLogs that `isSpoiled` names, by their number from 1 and their logs. */
export async function startSpoilingProxy(
  t: Scope,
  rpcUrl: string,
  kind: keyof typeof SPOILED,
  isSpoiled: (number: number, logs: readonly Log[]) => boolean,
) {
  let asked = 0;
  const proxy = await startRpcProxy(rpcUrl, async ({ method, params }): Promise<Verdict> => {
    if (method !== "eth_getLogs") return "pass";
    const response = await fetch(rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result } = (await response.json()) as { result?: Log[] };
    if (!result) return "pass";
    asked += 1;
    return { result: isSpoiled(asked, result) ? SPOILED[kind](result) : result };
  });
  t.onTestFinished(() => proxy.stop());
  return { rpcUrl: proxy.rpcUrl, asked: () => asked };
}
