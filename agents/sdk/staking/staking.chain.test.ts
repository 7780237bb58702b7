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
  await assert.rejects(staker.stake({ amountWei: 1n }), /Staking_BelowMinimum/);
  await staker.stake({ amountWei: parseEther("2") });
  await assert.rejects(staker.withdrawStake({ amountWei: parseEther("2") + 1n }), /Staking_ExceedsStake/);
  await assert.rejects(staker.withdrawStake({ amountWei: parseEther("1.5") }), /Staking_BelowMinimum/);
  const key = await staker.readAllocationGrant({ allocation: "creators" });
  await assert.rejects(staker.harvest({ key }), /Staking_GrantForeign/);
  await staker.withdrawStake({});
});

test("a staker is paid by the second what the stakers' allocation releases, and takes all of it back", async () => {
  const [staker, other] = [await people.somebody(parseEther("5")), await people.somebody(parseEther("1"))];
  const account = staker.account.address;
  // a permit: one transaction
  await staker.stake({ amountWei: parseEther("2") });
  assert.equal(await staker.getTransactionCount({ address: account }), 1);
  await staker.stake({ amountWei: parseEther("1"), source: "allowance" });
  await other.stake({ amountWei: parseEther("1") });
  await other.harvest({ key: await other.readAllocationGrant({ allocation: "staking" }) });
  await people.pass(1_000);

  const { stakedWei, earnedWei } = await staker.readStake({ account });
  assert.equal(stakedWei, parseEther("3"));
  assert.ok(earnedWei > 0n);
  const { rewardWei } = await staker.getReward({});
  assert.ok(rewardWei >= earnedWei);
  assert.equal(await people.balanceOf(staker), parseEther("2") + rewardWei);
  await people.pass(10);
  const to = randomAddress();
  assert.equal((await staker.getReward({ to })).rewardWei, await devchain.balanceOf(to));

  await people.pass(10);
  await staker.withdrawStake({ amountWei: parseEther("1") });
  const before = await people.balanceOf(staker);
  assert.ok(before > parseEther("3") + rewardWei);
  await staker.withdrawStake({});
  assert.ok((await people.balanceOf(staker)) >= before + parseEther("2"));
  assert.deepEqual(await staker.readStake({ account }), { stakedWei: 0n, earnedWei: 0n });
  assert.equal((await staker.getReward({})).rewardWei, 0n);
});
