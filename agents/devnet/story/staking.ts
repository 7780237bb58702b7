// SPDX-License-Identifier: GPL-3.0-or-later
import { parseEther } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import type { SigningClient } from "../../sdk/chain/clients.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { stream } from "../screen/stream.ts";
import type { Telling } from "./telling.ts";

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
  { deployment }: ChainConnection,
  staker: { wallet: SigningClient },
): Promise<Stakes> {
  const { vesting, staking } = staker.wallet.extend(tributaryActions(addressesOf(deployment)));
  await staking.stakeSync({ amountWei: STAKE_WEI });
  await staking.harvestSync({ key: await vesting.getAllocationGrant({ allocation: "staking" }) });
  return {
    async leave() {
      await staking.withdrawSync();
    },
  };
}
