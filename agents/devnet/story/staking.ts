// SPDX-License-Identifier: GPL-3.0-or-later
import { type Abi, type Address, maxUint256, parseEther } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { stakingAbi, streamTokenAbi, tokenDistributionAbi } from "../../sdk/abis.generated.ts";
import { confirmWrite, type SigningClient } from "../../sdk/chain/confirmWrite.ts";
import { stream } from "../screen/stream.ts";
import type { Telling } from "./telling.ts";

const STAKING_ALLOCATION = 2;
export const STAKE_WEI = parseEther("1000");

/** Somebody who stakes while the others watch. */
export type Stakes = { leave(): Promise<void> };

/** The act: Stan stakes, until {@link endStaking}. */
export async function beginStaking({ chain, cast, screen }: Telling): Promise<Stakes> {
  return screen.during(
    "a staker stakes, and harvests what has vested for stakers",
    async () => startStaking(chain, await cast.make("Stan", STAKE_WEI)),
    () => `Stan stakes ${stream(STAKE_WEI)}; a tenth of the stakers' allocation flows to stakers for 30 days`,
  );
}

/** The act's end: Stan takes the stake and its reward. */
export async function endStaking({ screen }: Telling, stakes: Stakes): Promise<void> {
  await screen.during(
    "the staker leaves",
    () => stakes.leave(),
    () => "Stan has the stake back, and what it earned",
  );
}

/** Stakes, and harvests what has vested for the stakers. {@link Stakes.leave} takes the stake and its reward. */
export async function startStaking(
  { deployment, publicClient }: ChainConnection,
  staker: { wallet: SigningClient },
): Promise<Stakes> {
  const { StreamToken, Staking, TokenDistribution } = deployment.contracts;
  const write = (address: Address, abi: Abi, functionName: string, args: readonly unknown[]) =>
    confirmWrite(staker.wallet, { address, abi, functionName, args });
  const grant = await publicClient.readContract({
    address: TokenDistribution,
    abi: tokenDistributionAbi,
    functionName: "grantKeyOf",
    args: [STAKING_ALLOCATION],
  });
  await write(StreamToken, streamTokenAbi, "approve", [Staking, maxUint256]);
  await write(Staking, stakingAbi, "stake", [STAKE_WEI]);
  await write(Staking, stakingAbi, "harvest", [grant]);
  return {
    async leave() {
      await write(Staking, stakingAbi, "exit", []);
    },
  };
}
