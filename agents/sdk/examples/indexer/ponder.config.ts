// SPDX-License-Identifier: MIT
import { readFileSync } from "node:fs";
import { abis } from "@tributary/sdk/abis";
import { createConfig } from "ponder";
import type { Address } from "viem";
import { HANDLERS } from "./handlers.ts";

const { PONDER_RPC_URL_31337: rpc = "http://127.0.0.1:8545", DEPLOYMENT = "" } = process.env;
/** The file of a deployment: `npm start` prints where its own is. */
const deployment: { contracts: Record<string, Address>; startBlock: number } = JSON.parse(
  readFileSync(DEPLOYMENT, "utf8"),
);
const names = Object.keys(HANDLERS) as (keyof typeof HANDLERS)[];

// biome-ignore lint/style/noDefaultExport: Ponder demands one
export default createConfig({
  // a chain that begins anew each time
  chains: { devnet: { id: 31_337, rpc, disableCache: true } },
  contracts: Object.fromEntries(
    names.map((name) => [
      name,
      {
        ...{ chain: "devnet", abi: abis[name], address: deployment.contracts[name]! },
        startBlock: deployment.startBlock,
      } as const,
    ]),
  ),
});
