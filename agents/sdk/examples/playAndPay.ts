// SPDX-License-Identifier: MIT
// Plays a work of a running `npm start`, and pays for each second of it. Run it in the clone:
//
//   npx node agents/sdk/examples/playAndPay.ts http://127.0.0.1:8600
import { printable } from "@tributary/sdk";
import { fileSessionStore } from "@tributary/sdk/node";
import { play } from "@tributary/sdk/player";
import { formatEther, parseEther } from "viem";
import { newcomer } from "./newcomer.ts";

const { client, addresses, urls, works } = await newcomer(process.argv[2]);
const content = await client.content.getContent({ contentId: works[0]!.contentId });

const { session } = await client.channel.openKeptSession({
  store: fileSessionStore(".tributary/sessions"),
  sequencerUrl: urls.sequencer,
  payee: content.payee,
  windowSec: 3_600,
  depositWei: parseEther("5"),
});
const { manifest, mediaBytes, failures } = await play({
  content,
  edges: await client.content.getEdges(),
  court: { chainId: client.chain.id, contentCourt: addresses.contentCourt },
  paymentSession: session,
  onSecond: ({ second, paidWei }) =>
    console.log(`second ${second + 1}: ${formatEther(paidWei)} STREAM so far`),
});
console.log(
  `played ${printable(manifest.title)}: ${mediaBytes} bytes, ${failures.length} chunks asked for twice`,
);
