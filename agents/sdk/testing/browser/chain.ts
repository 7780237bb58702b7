// SPDX-License-Identifier: MIT
// Stands in a page's bundle for `viem/chains`: the chain of the test.
import { defineChain } from "viem";

declare const RPC_URL: string;

export const mainnet = defineChain({
  ...{ id: 31_337, name: "test", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 } },
  blockTime: 1_000,
  rpcUrls: { default: { http: [RPC_URL] } },
});
