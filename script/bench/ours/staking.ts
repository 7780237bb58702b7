// SPDX-License-Identifier: GPL-3.0-or-later
import { parseEther } from "viem";
import type { Bench, Call } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import type { Deployment } from "./deployment.ts";

const STAKE = parseEther("100");
const REWARDS = parseEther("100000");
const HOUR = 3600;

export async function measureStaking(bench: Bench, deployment: Deployment): Promise<Protocol> {
  const staking = deployment.contract("Staking");
  await bench.endow(staking.address);
  const [first, second] = [await bench.actor("staker"), await bench.actor("second staker")];
  const giver = await bench.actor("giver of rewards");
  for (const { address } of [first, second, giver]) await bench.approve(address, staking);
  const call = (name: string, ...args: unknown[]): Call => ({ to: staking, name, args });
  const stakeOf = (address: string) =>
    bench.pays(staking.address, address as `0x${string}`, call("stake", STAKE));

  await stakeOf(first.address);
  await bench.pays(staking.address, giver.address, call("addRewards", REWARDS), REWARDS);
  await bench.pass(HOUR);
  const stake = await stakeOf(second.address);
  await bench.pass(HOUR);
  await bench.pays(second.address, second.address, call("getReward"));
  await bench.pass(HOUR);
  const stakeReward = await bench.pays(second.address, second.address, call("getReward"));
  await bench.pass(HOUR);
  const stakeWithdraw = await bench.pays(second.address, second.address, call("withdraw", STAKE / 2n));

  return {
    name: "Staking",
    compiler: deployment.compilerOf("Staking"),
    figures: {
      stake: { gas: stake },
      stakeReward: { gas: stakeReward },
      stakeWithdraw: { gas: stakeWithdraw },
    },
  };
}
