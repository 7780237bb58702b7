// SPDX-License-Identifier: MIT
// The page of the test under a strict policy: it hashes a chunk, and reads from the chain.
import { createPublicClient, defineChain, http } from "viem";
import type { TributaryAddresses } from "../../addresses.ts";
import { hashChunk, leafHash } from "../../content/leaf.ts";
import { tributaryActions } from "../../tributaryActions.ts";

Object.assign(globalThis, {
  async hash(): Promise<number[]> {
    const leaf = await hashChunk(0, new Uint8Array(65_536).fill(7));
    // once more, when WebAssembly has had the time to be refused
    await new Promise((resolve) => setTimeout(resolve));
    return [...leafHash(leaf)];
  },
  async read(rpcUrl: string, addresses: TributaryAddresses): Promise<string> {
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    const chain = defineChain({
      ...{ id: 31_337, name: "test", nativeCurrency, rpcUrls: { default: { http: [rpcUrl] } } },
    });
    const client = createPublicClient({ chain, transport: http() }).extend(tributaryActions(addresses));
    return client.token.getSymbol();
  },
});
