// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { parseEther, zeroHash } from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { tokenVestingAbi } from "../abis.generated.ts";
import { approve } from "../chain/approve.ts";
import { confirmWrite } from "../chain/confirmWrite.ts";
import { peopleOf, random, randomAddress } from "../testing/people.ts";
import { type CampaignTerms, campaignIdOf, grantKeyOf, INSTANT, makeCampaign } from "./campaign.ts";
import { type GrantKey, grantIdOf, scheduleHashOf } from "./grant.ts";
import { encodeSchedule, linearSchedule, type Schedule, vestedAt } from "./schedule.ts";

let devchain: Devchain;
let people: ReturnType<typeof peopleOf>;
let now: number;
beforeAll(async () => {
  devchain = await startDevchain();
  people = peopleOf(devchain);
  now = Number((await devchain.anvil.client.getBlock()).timestamp);
});
afterAll(() => devchain.stop());

const vesting = () => ({ abi: tokenVestingAbi, address: people.addresses.tokenVesting }) as const;
const place = () => ({ chainId: 31_337, tokenVesting: people.addresses.tokenVesting });

async function grantOne(schedule: Schedule) {
  const [granter, beneficiary] = [await people.somebody(1_000n), await people.somebody()];
  const { streamToken: token, tokenVesting } = people.addresses;
  await approve(granter, { token, spender: tokenVesting, amountWei: 1_000n });
  const args = [beneficiary.account.address, token, 3n, 1_000n, true, encodeSchedule(schedule)];
  await confirmWrite(granter, { ...vesting(), functionName: "grantCustom", args });
  const key: GrantKey = {
    beneficiary: beneficiary.account.address,
    token,
    granter: granter.account.address,
    salt: 3n,
    schedule: scheduleHashOf(schedule),
  };
  return { granter, beneficiary, key, schedule };
}

async function fund(count: number, more: Partial<CampaignTerms> = {}, schedule: Schedule = []) {
  const granter = await people.somebody(parseEther("1"));
  const beneficiaries = await Promise.all([people.somebody(), people.somebody()]);
  const awards = Array.from({ length: count }, (_, i) => ({
    beneficiary: beneficiaries[i]?.account.address ?? randomAddress(),
    amountWei: BigInt(100 + i),
  }));
  const campaign = makeCampaign(awards);
  const { streamToken: token, tokenVesting } = people.addresses;
  const terms = {
    granter: granter.account.address,
    token,
    schedule: INSTANT,
    total: campaign.totalWei,
    expiresAt: 0,
    isRevocable: false,
    ...more,
  };
  await approve(granter, { token, spender: tokenVesting, amountWei: campaign.totalWei });
  const args = [terms, campaign.root, encodeSchedule(schedule), campaign.totalWei];
  await confirmWrite(granter, { ...vesting(), functionName: "fundCampaign", args });
  return { granter, beneficiaries, terms, ...campaign };
}

test("ids, keys and schedules are the contract's, for 30 at random", async () => {
  const { client } = devchain.anvil;
  for (let i = 0; i < 30; i++) {
    const [schedule, root] = [random(32), random(32)];
    const [token, granter] = [randomAddress(), randomAddress()];
    const key = { beneficiary: randomAddress(), token, granter, salt: BigInt(random(32)), schedule };
    const terms = {
      granter,
      token,
      schedule,
      total: BigInt(i),
      expiresAt: i * 1_000,
      isRevocable: i % 2 === 0,
    };
    const allotment = { index: BigInt(i), beneficiary: key.beneficiary, amount: 1n, lotTotal: 2n };
    const campaignId = campaignIdOf({ ...place(), terms, root });
    const steps = i ? linearSchedule(now + i, i * 300, now + 2 * i, now + 3 * i) : [];
    const [grantId, theirCampaignId, grantKey, scheduleHash] = await Promise.all([
      client.readContract({ ...vesting(), functionName: "grantIdOf", args: [key] }),
      client.readContract({ ...vesting(), functionName: "campaignIdOf", args: [terms, root] }),
      client.readContract({ ...vesting(), functionName: "grantKeyOf", args: [terms, campaignId, allotment] }),
      client.readContract({ ...vesting(), functionName: "scheduleHashOf", args: [encodeSchedule(steps)] }),
    ]);
    assert.equal(grantIdOf({ ...place(), key }), grantId);
    assert.equal(campaignId, theirCampaignId);
    assert.deepEqual(grantKeyOf(terms, campaignId, allotment), grantKey);
    assert.equal(scheduleHashOf(steps), scheduleHash);
  }
  assert.equal(scheduleHashOf(), zeroHash);
});

describe("a grant", () => {
  test("is refused where there is none, or with another schedule", async () => {
    const { key, beneficiary } = await grantOne(linearSchedule(now, 0, now, now + 1_000));
    await assert.rejects(beneficiary.releaseGrant({ key: { ...key, salt: 4n } }), /TokenVesting_/);
    const schedule = linearSchedule(now, 1, now, now + 1_000);
    await assert.rejects(beneficiary.releaseGrant({ key, schedule }), /TokenVesting_ScheduleMismatch/);
  });

  test("pays its beneficiary what the schedule says, whoever asks, and elsewhere only if they do", async () => {
    const { key, beneficiary, granter, schedule } = await grantOne(
      linearSchedule(now, 1_000, now, now + 100_000),
    );
    const time = await people.pass(5_000);
    const seen = await granter.readGrant({ key, schedule });
    assert.equal(seen.releasableWei, vestedAt(schedule, 1_000n, time));
    assert.equal(seen.totalWei, 1_000n);
    const { amountWei } = await granter.releaseGrant({ key, schedule });
    assert.ok(amountWei >= seen.releasableWei);
    assert.equal(await people.balanceOf(beneficiary), amountWei);

    await people.pass(100_000);
    const to = randomAddress();
    await assert.rejects(granter.releaseGrant({ key, schedule, to }), /TokenVesting_NotBeneficiary/);
    await beneficiary.releaseGrant({ key, schedule, to });
    assert.equal(await devchain.balanceOf(to), 1_000n - amountWei);
    assert.equal((await granter.releaseGrant({ key, schedule })).amountWei, 0n);
  });

  test("becomes a position when its beneficiary asks, once", async () => {
    const { key, beneficiary, granter, schedule } = await grantOne(linearSchedule(now, 0, now, now + 1_000));
    await assert.rejects(granter.mintGrantPosition({ key, schedule }), /TokenVesting_NotBeneficiary/);
    const { positionId } = await beneficiary.mintGrantPosition({ key, schedule });
    assert.equal(positionId, BigInt(grantIdOf({ ...place(), key })));
    assert.equal((await granter.readGrant({ key, schedule })).isPosition, true);
    await assert.rejects(beneficiary.mintGrantPosition({ key, schedule }), /TokenVesting_/);
  });

  test("of an allocation of STREAM is found by the allocation's name", async () => {
    const anyone = await people.somebody();
    const key = await anyone.readAllocationGrant({ allocation: "viewers" });
    const { releasableWei, totalWei } = await anyone.readGrant({ key });
    assert.equal(totalWei, parseEther("200000000"));
    assert.equal(releasableWei, parseEther("20000000"));
  });
});

describe("a campaign", () => {
  for (const count of [1, 2, 7, 161]) {
    test(`of ${count} pays every allotment that is asked for, and none twice`, async () => {
      const { beneficiaries, terms, allotments, proofOf } = await fund(count);
      const [first] = beneficiaries;
      for (const index of new Set([0, count - 1, Math.floor(count / 2)])) {
        const redeem = { terms, allotment: allotments[index]!, proof: proofOf(index) };
        await first!.redeemAllotment(redeem);
        assert.equal(await devchain.balanceOf(allotments[index]!.beneficiary), allotments[index]!.amount);
        await assert.rejects(first!.redeemAllotment(redeem), /TokenVesting_AlreadyRedeemed/);
      }
      assert.throws(() => proofOf(count), RangeError);
    });
  }

  test("pays nothing for an allotment of another amount, or after its time", async () => {
    const { beneficiaries, terms, allotments, proofOf } = await fund(3, { expiresAt: now + 1_000_000 });
    const [first] = beneficiaries;
    const [allotment, proof] = [allotments[0]!, proofOf(0)];
    await assert.rejects(
      first!.redeemAllotment({ terms, allotment: { ...allotment, amount: 101n }, proof }),
      /TokenVesting_/,
    );
    await assert.rejects(first!.redeemAllotment({ terms, allotment, proof: proofOf(1) }), /TokenVesting_/);
    const to = randomAddress();
    await assert.rejects(
      beneficiaries[1]!.redeemAllotment({ terms, allotment, proof, to }),
      /TokenVesting_NotBeneficiary/,
    );
    await first!.redeemAllotment({ terms, allotment, proof, to });
    assert.equal(await devchain.balanceOf(to), allotment.amount);
    await people.pass(1_000_000);
    await assert.rejects(
      first!.redeemAllotment({ terms, allotment: allotments[1]!, proof: proofOf(1) }),
      /TokenVesting_CampaignExpired/,
    );
  });

  test("that vests opens a grant, which pays on without a proof", async () => {
    const { timestamp } = await devchain.anvil.client.getBlock();
    const start = Number(timestamp);
    const schedule = linearSchedule(start, 5_000, start, start + 10_000);
    const terms = { schedule: scheduleHashOf(schedule) };
    const { beneficiaries, allotments, proofOf, root, ...campaign } = await fund(4, terms, schedule);
    const [beneficiary] = beneficiaries;
    const allotment = allotments[0]!;
    await beneficiary!.redeemAllotment({ terms: campaign.terms, allotment, proof: proofOf(0), schedule });
    assert.ok((await people.balanceOf(beneficiary!)) >= 50n);
    const campaignId = campaignIdOf({ ...place(), terms: campaign.terms, root });
    const key = grantKeyOf(campaign.terms, campaignId, allotment);
    await people.pass(10_000);
    await beneficiary!.releaseGrant({ key, schedule });
    assert.equal(await people.balanceOf(beneficiary!), allotment.amount);
  });
});
