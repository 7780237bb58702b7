// SPDX-License-Identifier: MIT
// Streams to a work for three seconds, and cancels. Run it in the clone:
//
//   npx node agents/sdk/examples/streamOnChain.ts http://127.0.0.1:8600
import { setTimeout } from "node:timers/promises";
import { accruedAt } from "@tributary/sdk";
import { formatEther } from "viem";
import { newcomer } from "./newcomer.ts";

const { client, works } = await newcomer(process.argv[2]);
const { contentId, ratePerSecondWei } = await client.content.getContent({ contentId: works[0]!.contentId });

const { key } = await client.stream.initiateSync({ contentId, durationSec: 600, ratePerSecondWei });
const stream = await client.stream.getStream({ key });
for (let second = 1; second <= 3; second += 1) {
  await setTimeout(1_000);
  // no call: accrual is arithmetic
  console.log(`second ${second}: ${formatEther(accruedAt(stream, Date.now() / 1_000))} STREAM so far`);
}
const { paidWei, refundedWei } = await client.stream.cancelSync({ key });
console.log(`paid ${formatEther(paidWei)} STREAM, refunded ${formatEther(refundedWei)} STREAM`);
