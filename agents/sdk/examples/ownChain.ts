// SPDX-License-Identifier: MIT
// Reads a deployment on a development chain of your own by the address book, without a server. Run it in the clone:
//
//   npx node agents/sdk/examples/ownChain.ts http://127.0.0.1:8545
import { deployments, tributaryActions, withTributary } from "@tributary/sdk";
import { createPublicClient, formatEther, http } from "viem";
import { foundry } from "viem/chains";

const chain = withTributary(foundry, deployments[foundry.id]);
const client = createPublicClient({ chain, transport: http(process.argv[2]) }).extend(tributaryActions());

const supplyWei = await client.token.getTotalSupply();
const edges = await client.content.getEdges();
console.log(`${formatEther(supplyWei)} STREAM, ${edges.length} edges`);
