// SPDX-License-Identifier: MIT
// Plays the newest work of a running `npm start`, and pays for each second of it. Run it with the values that `npm start` prints:
//
//   npx node agents/sdk/examples/playAndPay.ts <rpc url> <deployment file> <sequencer url>
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createPublicClient, createWalletClient, formatEther, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { contentRegistryAbi } from "../abis.generated.ts";
import { addressesOf } from "../addresses.ts";
import { readEvents } from "../chain/readEvents.ts";
import { fileSessionStore } from "../node/fileSessionStore.ts";
import { play } from "../player/play.ts";
import { tributaryActions } from "../tributaryActions.ts";
import { printable } from "../wire/printable.ts";

const [rpcUrl, deploymentFile = "", sequencerUrl = ""] = process.argv.slice(2);
const addresses = addressesOf(JSON.parse(await readFile(deploymentFile, "utf8")));
const transport = http(rpcUrl);
const client = createPublicClient({ chain: foundry, transport }).extend(tributaryActions(addresses));

// the development chain's first account holds the rest of all STREAM
const account = privateKeyToAccount("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
const payer = createWalletClient({ account, chain: foundry, transport }).extend(tributaryActions(addresses));

const registered = await readEvents(client, {
  abi: contentRegistryAbi,
  address: addresses.contentRegistry,
  eventName: "ContentRegistered",
  fromBlock: addresses.startBlock,
});
const newest = registered.at(-1);
if (!newest) throw new Error("nothing is published on this chain");
const content = await client.content.getContent({ contentId: newest.args.contentId });

// a key for this channel alone signs the vouchers, so no wallet has to ask every second; the store keeps the key
const { contentCourt } = addresses;
const { session } = await payer.channel.openKeptSession({
  store: fileSessionStore(join(dirname(deploymentFile), "example-sessions")),
  sequencerUrl,
  payee: content.payee,
  windowSec: 3_600,
  depositWei: parseEther("2"),
  leastWei: content.ratePerSecondWei,
  onWait: ({ json }) => console.log(`waiting: ${json.detail}`),
});
await session.begin();

const { manifest, mediaBytes, failures } = await play({
  content,
  edges: await client.content.getEdges(),
  court: { chainId: foundry.id, contentCourt },
  paymentSession: session,
  // within the deposit
  seconds: Number(session.leftWei / content.ratePerSecondWei),
  onSecond: ({ second, paidWei }) =>
    console.log(`second ${second + 1}: ${formatEther(paidWei)} STREAM so far`),
});
console.log(
  `played ${printable(manifest.title)}: ${mediaBytes} bytes, ${failures.length} chunks asked for twice`,
);
