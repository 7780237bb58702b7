// SPDX-License-Identifier: MIT
// Streams to the newest work of a running `npm start` for ten seconds, and cancels. Run it with the values that `npm start` prints:
//
//   npx node agents/sdk/examples/streamAndCancel.ts <rpc url> <deployment file>
import { readFile } from "node:fs/promises";
import { createPublicClient, createWalletClient, formatEther, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { contentRegistryAbi } from "../abis.generated.ts";
import { addressesOf } from "../addresses.ts";
import { readEvents } from "../chain/readEvents.ts";
import { accruedAt } from "../streams/accrued.ts";
import { tributaryActions } from "../tributaryActions.ts";

const [rpcUrl, deploymentFile = ""] = process.argv.slice(2);
const addresses = addressesOf(JSON.parse(await readFile(deploymentFile, "utf8")));
const transport = http(rpcUrl);
const client = createPublicClient({ chain: foundry, transport }).extend(tributaryActions(addresses));

// the development chain's first account holds the rest of all STREAM
const account = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const viewer = createWalletClient({ account, chain: foundry, transport }).extend(tributaryActions(addresses));

const registered = await readEvents(client, {
  abi: contentRegistryAbi,
  address: addresses.contentRegistry,
  eventName: "ContentRegistered",
  fromBlock: addresses.startBlock,
});
const newest = registered.at(-1);
if (!newest) throw new Error("nothing is published on this chain");
const { contentId, ratePerSecondWei } = await client.content.getContent({ contentId: newest.args.contentId });

const { key } = await viewer.stream.initiateSync({ contentId, durationSec: 600, ratePerSecondWei });
const stream = await viewer.stream.getStream({ key });
for (let second = 1; second <= 10; second += 1) {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // no call: accrual is arithmetic
  console.log(`second ${second}: ${formatEther(accruedAt(stream, Date.now() / 1_000))} STREAM so far`);
}
const { paidWei, refundedWei } = await viewer.stream.cancelSync({ key });
console.log(`paid ${formatEther(paidWei)} STREAM, refunded ${formatEther(refundedWei)} STREAM`);
