// SPDX-License-Identifier: GPL-3.0-or-later
import { createPublicClient, defineChain, http } from "viem";
import type { ChainClient } from "../chain/chain.ts";

/** A development chain as viem describes one. */
export function developmentChain(rpcUrl: string) {
  const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
  return defineChain({ id: 31_337, name: "anvil", nativeCurrency, rpcUrls: { default: { http: [rpcUrl] } } });
}

/** A client of a bare development chain, without the deployment that `connectChain` demands. */
export function testChainClient(rpcUrl: string): ChainClient {
  const transport = http(rpcUrl, { retryCount: 0, timeout: 3_000 });
  return createPublicClient({ chain: developmentChain(rpcUrl), transport, pollingInterval: 20 });
}
