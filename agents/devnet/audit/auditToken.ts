// SPDX-License-Identifier: GPL-3.0-or-later
import { getContract } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import {
  stakingAbi,
  streamTokenAbi,
  tokenDistributionAbi,
  tokenVestingAbi,
  viewerRewardsAbi,
} from "../../sdk/abis.generated.ts";
import { ALLOCATIONS, allocationOf } from "../../sdk/vesting/allocations.ts";
import { MONTH_SEC, officialSchedule, vestedAt } from "../../sdk/vesting/schedule.ts";
import type { Check } from "./check.ts";
import { type History, sum } from "./history.ts";

const MONTHS = [0, 11, 12, 24, 36];

/** Adds up the distribution of STREAM, its vesting, and the stakers' rewards. */
export async function auditToken(
  client: ChainClient,
  deployment: Deployment,
  { rewards: watched }: Pick<History, "rewards">,
): Promise<Check[]> {
  const { contracts, startBlock } = deployment;
  const token = getContract({ client, address: contracts.StreamToken, abi: streamTokenAbi });
  const vesting = getContract({ client, address: contracts.TokenVesting, abi: tokenVestingAbi });
  const distribution = getContract({
    client,
    address: contracts.TokenDistribution,
    abi: tokenDistributionAbi,
  });
  const viewers = { address: contracts.ViewerRewards, abi: viewerRewardsAbi } as const;
  const staking = { address: contracts.Staking, abi: stakingAbi } as const;
  const all = { fromBlock: startBlock, strict: true } as const;
  const [backed, returned, added, rewarded, staked, withdrawn] = await Promise.all([
    client.getContractEvents({ ...viewers, eventName: "Backed", ...all }),
    client.getContractEvents({ ...viewers, eventName: "TakenBack", ...all }),
    client.getContractEvents({ ...staking, eventName: "RewardsAdded", ...all }),
    client.getContractEvents({ ...staking, eventName: "RewardPaid", ...all }),
    client.getContractEvents({ ...staking, eventName: "Staked", ...all }),
    client.getContractEvents({ ...staking, eventName: "Withdrawn", ...all }),
  ]);
  const launch = await vesting.read.LAUNCH();
  const supply = await token.read.INITIAL_SUPPLY();
  const grants = await Promise.all(
    ALLOCATIONS.map(async (_, allocation) => {
      const key = await distribution.read.grantKeyOf([allocation]);
      return { key, grant: await vesting.read.grantOf([await vesting.read.grantIdOf([key])]) };
    }),
  );
  const timeOf = async ({ blockNumber }: { blockNumber: bigint }) =>
    (await client.getBlock({ blockNumber })).timestamp;
  const rewards = sum(rewarded.map(({ args }) => args.reward));
  const stakes = sum(staked.map(({ args }) => args.amount)) - sum(withdrawn.map(({ args }) => args.amount));
  const backings =
    sum(backed.map(({ args }) => args.amount)) -
    sum(returned.map(({ args }) => args.amount)) -
    sum(watched.map(({ burned }) => burned));
  const [first, last] = [added[0], rewarded.at(-1)];
  return [
    ...ALLOCATIONS.map(({ name, percent }, i) => ({
      property: "PAY-2",
      what: `the allocation for ${name} is ${percent} % of the supply`,
      expected: (supply * BigInt(percent)) / 100n,
      actual: grants[i]!.grant.total,
    })),
    {
      property: "PAY-2",
      what: "TokenVesting holds what it has not released",
      expected: sum(grants.map(({ grant }) => grant.total - grant.released)),
      actual: await token.read.balanceOf([vesting.address]),
    },
    ...(await Promise.all(
      MONTHS.map(async (month) => {
        const { key, grant } = grants[0]!;
        const time = launch + month * MONTH_SEC;
        return {
          property: "PAY-1",
          what: `the allocation for creators, vested by month ${month}`,
          expected: vestedAt(officialSchedule(launch), grant.total, time),
          actual: await vesting.read.vestedOf([key, []], { blockOverrides: { time: BigInt(time) } }),
        };
      }),
    )),
    {
      property: "REW-3",
      what: "ViewerRewards holds what was released to it and what backs rewards, less what was paid and burned",
      expected:
        grants[allocationOf("viewers")]!.grant.released + backings - sum(watched.map(({ paid }) => paid)),
      actual: await token.read.balanceOf([viewers.address]),
    },
    {
      property: "REW-3",
      what: "what is left of all backings",
      expected: backings,
      actual: await client.readContract({ ...viewers, functionName: "escrowed" }),
    },
    {
      property: "PAY-2",
      what: "Staking holds the stakes, and the rewards that were not paid",
      expected: stakes + sum(added.map(({ args }) => args.amount)) - rewards,
      actual: await token.read.balanceOf([staking.address]),
    },
    ...(first && last
      ? [
          {
            property: "PAY-1",
            what: "the only staker was paid for each second",
            expected: first.args.rate * ((await timeOf(last)) - (await timeOf(first))),
            actual: rewards,
          },
        ]
      : []),
  ];
}
