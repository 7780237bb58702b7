// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createPublicClient, createWalletClient, type Hex, http, numberToHex } from "viem";
import { startRpcProxy } from "../../kernel/testing/rpcProxy.ts";
import { startDevchain } from "../../localnet/devchain.ts";
import type { Scope } from "../../localnet/scope.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { startTestSequencer } from "./startTestSequencer.ts";

/** A year of blocks of two seconds. */
const YEAR = 15_768_000;
/** As many RPCs ask for. */
const RANGE = 2_000;

/** A chain whose deployment is a year old, as far as a page can tell. */
export async function startYearOldChain() {
  const devchain = await startDevchain(["--number", `${YEAR}`]);
  const addresses = { ...addressesOf(devchain.deployment), startBlock: 0n };

  return {
    async newClient(streamWei = 0n) {
      const { account } = await devchain.newAccount(streamWei);
      const transport = http(devchain.rpcUrl);
      const wallet = createWalletClient({ account, chain: foundry, transport, pollingInterval: 20 });
      return wallet.extend(tributaryActions(addresses));
    },

    /** A sequencer, to which the chain's first block is block 0, by which a node knows a chain. */
    async startSequencer(t: Scope, flags: Record<string, unknown> = {}) {
      const question = { method: "eth_getBlockByNumber", params: [numberToHex(YEAR), false] };
      const first = await devchain.anvil.client.request(question as never);
      assert.ok(first);
      const { rpcUrl, stop } = await startRpcProxy(devchain.rpcUrl, ({ method, params }) =>
        method === question.method && params[0] === "0x0" ? { result: first } : "pass",
      );
      const sequencer = await startTestSequencer(t, devchain, { rpcUrl, ...flags });
      t.onTestFinished(stop);
      return sequencer;
    },

    /** A client behind an RPC that takes 2,000 blocks a query, and counts the queries of logs. */
    async newPage(t: Scope) {
      const count = { logQueries: 0 };
      const proxy = await startRpcProxy(devchain.rpcUrl, ({ method, params }) => {
        if (method !== "eth_getLogs") return "pass";
        count.logQueries += 1;
        const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex };
        if (Number(toBlock) - Number(fromBlock) < RANGE) return "pass";
        return { error: { code: -32_005, message: "query exceeds max block range 2000" } };
      });
      t.onTestFinished(proxy.stop);
      const client = createPublicClient({ chain: foundry, transport: http(proxy.rpcUrl) });
      return { count, page: client.extend(tributaryActions(addresses)) };
    },

    stop: devchain.stop,
  };
}
