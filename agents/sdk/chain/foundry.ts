// SPDX-License-Identifier: MIT
import { type Chain, defineChain } from "viem";

/** The chain of `viem/chains` by this name, whose other 700 take a third of a second to load. */
export const foundry: Chain & { id: 31_337 } = defineChain({
  id: 31_337,
  name: "Foundry",
  nativeCurrency: { decimals: 18, name: "Ether", symbol: "ETH" },
  rpcUrls: { default: { http: ["http://127.0.0.1:8545"], webSocket: ["ws://127.0.0.1:8545"] } },
});
