// SPDX-License-Identifier: MIT
// Promises 5 STREAM to each of two accounts by one Merkle root, and claims one of the promises. Run it in the clone:
//
//   npx node agents/sdk/examples/claim.ts http://127.0.0.1:8600
import { INSTANT, makeCampaign } from "@tributary/sdk";
import { formatEther, parseEther } from "viem";
import { newcomer } from "./newcomer.ts";

const [granter, ada, ben] = [
  await newcomer(process.argv[2]),
  await newcomer(process.argv[2]),
  await newcomer(process.argv[2]),
];

// publish the awards: everybody makes the same tree of them
const awards = [ada, ben].map(({ client }) => ({
  beneficiary: client.account.address,
  amountWei: parseEther("5"),
}));
const { root, allotments, totalWei, proofOf } = makeCampaign(awards);
const token = granter.addresses.streamToken;
const account = granter.client.account.address;
const terms = {
  granter: account,
  token,
  schedule: INSTANT,
  total: totalWei,
  expiresAt: 0,
  isRevocable: false,
};
await granter.client.vesting.fundCampaignSync({ terms, root });

await ben.client.vesting.redeemSync({ terms, allotment: allotments[1]!, proof: proofOf(1) });
const balanceWei = await ben.client.token.getBalance({ owner: ben.client.account.address });
console.log(`ben has ${formatEther(balanceWei)} STREAM`);
