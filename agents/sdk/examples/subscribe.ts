// SPDX-License-Identifier: MIT
// Takes a seat for a week at 9 STREAM a month, shows what a gate asks, collects for the creator, and leaves. Run it in the clone:
//
//   npx node agents/sdk/examples/subscribe.ts http://127.0.0.1:8600
import { dayOf, rateOf } from "@tributary/sdk";
import { formatEther, parseEther } from "viem";
import { newcomer } from "./newcomer.ts";

const { client, addresses, works } = await newcomer(process.argv[2]);
const { contentId, payee } = await client.content.getContent({ contentId: works[0]!.contentId });
const key = { contentId, payee, token: addresses.streamToken };

const rate = rateOf({ amountWei: parseEther("9"), perSeconds: 30 * 86_400 });
const lastDay = dayOf(Date.now() / 1_000) + 6;
const { paidWei, endsAt } = await client.pool.joinSync({ key, rate, lastDay });
console.log(`${formatEther(paidWei)} STREAM until ${new Date(endsAt * 1_000).toISOString()}`);

const { seat } = await client.pool.getPool({ key, viewer: client.account.address });
console.log(seat.endsAt > Date.now() / 1_000 ? "the gate opens" : "the gate stays shut");

const { amountWei } = await client.pool.collectSync({ key }); // anyone may: the creator is paid
console.log(`${formatEther(amountWei)} STREAM collected from all seats`);
const { refundedWei } = await client.pool.leaveSync({ key });
console.log(`${formatEther(refundedWei)} STREAM back`);
