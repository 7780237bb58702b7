// SPDX-License-Identifier: MIT
// Pays a creator for three seconds, one voucher a second, and starts to close the channel. Run it in the clone:
//
//   npx node agents/sdk/examples/payPerSecond.ts http://127.0.0.1:8600
import { setTimeout } from "node:timers/promises";
import { fileSessionStore } from "@tributary/sdk/node";
import { formatEther, parseEther } from "viem";
import { newcomer } from "./newcomer.ts";

const { client, urls, works } = await newcomer(process.argv[2]);
const { payee, ratePerSecondWei } = await client.content.getContent({ contentId: works[0]!.contentId });

const { session, stored } = await client.channel.openKeptSession({
  store: fileSessionStore(".tributary/sessions"), // in a page: browserSessionStore()
  sequencerUrl: urls.sequencer,
  payee,
  windowSec: 3_600,
  depositWei: parseEther("1"),
  onWait: ({ json }) => console.log(`waiting: ${json.detail}`),
});
for (let second = 1; second <= 3; second += 1) {
  await session.pay(ratePerSecondWei); // a signature and an HTTP request, no transaction
  console.log(
    `second ${second}: ${formatEther(session.paidWei)} STREAM paid, ${formatEther(session.leftWei)} left`,
  );
  await setTimeout(1_000);
}
const { closesAt } = await client.channel.startCloseSync({ key: stored.key });
console.log(`after ${new Date(closesAt * 1_000).toISOString()}, channel.finalize brings back what is left`);
