// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { peopleOf, randomAddress } from "../testing/people.ts";

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
});
afterAll(() => devchain.stop());

test("refuses less than the least stake, more than is staked, and another's grant", async () => {
  const staker = await people.somebody(parseEther("3"));
  await assert.rejects(staker.staking.stakeSync({ amountWei: 1n }), /Staking_BelowMinimum/);
  await staker.staking.stakeSync({ amountWei: parseEther("2") });
  await assert.rejects(
    staker.staking.withdrawSync({ amountWei: parseEther("2") + 1n }),
    /Staking_ExceedsStake/,
  );
  await assert.rejects(staker.staking.withdrawSync({ amountWei: parseEther("1.5") }), /Staking_BelowMinimum/);
  const key = await staker.vesting.getAllocationGrant({ allocation: "creators" });
  await assert.rejects(staker.staking.harvestSync({ key }), /Staking_GrantForeign/);
  await staker.staking.withdrawSync({});
});

test("a staker is paid by the second what the stakers' allocation releases, and takes all of it back", async () => {
  const [staker, other] = [await people.somebody(parseEther("5")), await people.somebody(parseEther("1"))];
  const account = staker.account.address;
  // a permit: one transaction
  await staker.staking.stakeSync({ amountWei: parseEther("2") });
  assert.equal(await staker.getTransactionCount({ address: account }), 1);
  await staker.staking.stakeSync({ amountWei: parseEther("1"), source: "allowance" });
  await other.staking.stakeSync({ amountWei: parseEther("1") });
  await other.staking.harvestSync({ key: await other.vesting.getAllocationGrant({ allocation: "staking" }) });
  await people.pass(1_000);

  const { stakedWei, earnedWei } = await staker.staking.getStake({ account });
  assert.equal(stakedWei, parseEther("3"));
  assert.ok(earnedWei > 0n);
  const { rewardWei } = await staker.staking.getRewardSync({});
  assert.ok(rewardWei >= earnedWei);
  assert.equal(await people.balanceOf(staker), parseEther("2") + rewardWei);
  await people.pass(10);
  const to = randomAddress();
  assert.equal((await staker.staking.getRewardSync({ to })).rewardWei, await devchain.balanceOf(to));

  await people.pass(10);
  await staker.staking.withdrawSync({ amountWei: parseEther("1") });
  const before = await people.balanceOf(staker);
  assert.ok(before > parseEther("3") + rewardWei);
  await staker.staking.withdrawSync({});
  assert.ok((await people.balanceOf(staker)) >= before + parseEther("2"));
  assert.deepEqual(await staker.staking.getStake({ account }), { stakedWei: 0n, earnedWei: 0n });
  assert.equal((await staker.staking.getRewardSync({})).rewardWei, 0n);
});
