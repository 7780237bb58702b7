// SPDX-License-Identifier: MIT
// Grants 120 STREAM that vest over an hour, of which a minute is over, and pays what has vested. Run it in the clone:
//
//   npx node agents/sdk/examples/vest.ts http://127.0.0.1:8600
import { linearSchedule, vestedAt } from "@tributary/sdk";
import { formatEther, parseEther } from "viem";
import { newcomer } from "./newcomer.ts";

const [granter, beneficiary] = [await newcomer(process.argv[2]), await newcomer(process.argv[2])];
const now = Math.floor(Date.now() / 1_000);
const totalWei = parseEther("120");

// nothing at the start, then a line from the cliff to the end
const schedule = linearSchedule(now - 60, 0, now - 60, now + 3_540);
const { key } = await granter.client.vesting.grantSync({
  beneficiary: beneficiary.client.account.address,
  ...{ totalWei, salt: 0n, isRevocable: true, schedule },
});
console.log(`${formatEther(vestedAt(schedule, totalWei, now))} STREAM have vested`);

const { amountWei } = await beneficiary.client.vesting.releaseSync({ key, schedule }); // anyone may
console.log(`released ${formatEther(amountWei)} STREAM`);
const { refundedWei } = await granter.client.vesting.revokeSync({ key, schedule });
console.log(`revoked: ${formatEther(refundedWei)} STREAM back`);
