// SPDX-License-Identifier: GPL-3.0-or-later
import { setTimeout as pause } from "node:timers/promises";
import type { Anvil } from "../../localnet/anvil.ts";
import { startRpcProxy, type Verdict } from "./rpcProxy.ts";

export type BlockPerLook = {
  rpcUrl: string;
  /** The calls of the next `blocks` blocks, by method. */
  count(blocks: number): Promise<Record<string, number>>;
  stop(): Promise<void>;
};

/** An RPC that mines a block whenever it is asked for the newest: calls a block, at any speed of the machine. */
export async function startBlockPerLook(anvil: Anvil): Promise<BlockPerLook> {
  let blocks = 0;
  let calls: Record<string, number> = {};
  const proxy = await startRpcProxy(anvil.rpcUrl, async ({ method, params }): Promise<Verdict> => {
    calls[method] = (calls[method] ?? 0) + 1;
    if (method === "eth_getBlockByNumber" && params[0] === "latest") {
      blocks += 1;
      await anvil.client.mine({ blocks: 1 });
    }
    return "pass";
  });
  return {
    ...proxy,
    async count(more) {
      calls = {};
      const until = blocks + more;
      while (blocks < until) await pause(1);
      const counted = calls;
      calls = {};
      return counted;
    },
  };
}
