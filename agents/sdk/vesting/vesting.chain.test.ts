// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { parseEther, zeroHash } from "viem";
import { afterAll, beforeAll, describe, test } from "vitest";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { tokenVestingAbi } from "../abis.generated.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { peopleOf, random, randomAddress } from "../testing/people.ts";
import { type CampaignTerms, campaignIdOf, grantKeyOf, INSTANT, makeCampaign } from "./campaign.ts";
import { grantIdOf, scheduleHashOf } from "./grant.ts";
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
  const { key } = await granter.vesting.grantSync({
    ...{ beneficiary: beneficiary.account.address, totalWei: 1_000n, salt: 3n, isRevocable: true, schedule },
  });
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
  const { streamToken: token } = people.addresses;
  const terms = {
    granter: granter.account.address,
    token,
    schedule: INSTANT,
    total: campaign.totalWei,
    expiresAt: 0,
    isRevocable: false,
    ...more,
  };
  const { amountWei } = await granter.vesting.fundCampaignSync({ terms, root: campaign.root, schedule });
  assert.equal(amountWei, campaign.totalWei);
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
    await assert.rejects(beneficiary.vesting.releaseSync({ key: { ...key, salt: 4n } }), /TokenVesting_/);
    const schedule = linearSchedule(now, 1, now, now + 1_000);
    await assert.rejects(beneficiary.vesting.releaseSync({ key, schedule }), /TokenVesting_ScheduleMismatch/);
  });

  test("pays its beneficiary what the schedule says, whoever asks, and elsewhere only if they do", async () => {
    const { key, beneficiary, granter, schedule } = await grantOne(
      linearSchedule(now, 1_000, now, now + 100_000),
    );
    const time = await people.pass(5_000);
    const seen = await granter.vesting.getGrant({ key, schedule });
    assert.equal(seen.releasableWei, vestedAt(schedule, 1_000n, time));
    assert.equal(seen.totalWei, 1_000n);
    const { amountWei } = await granter.vesting.releaseSync({ key, schedule });
    assert.ok(amountWei >= seen.releasableWei);
    assert.equal(await people.balanceOf(beneficiary), amountWei);

    await people.pass(100_000);
    const to = randomAddress();
    await assert.rejects(granter.vesting.releaseSync({ key, schedule, to }), /TokenVesting_NotBeneficiary/);
    await beneficiary.vesting.releaseSync({ key, schedule, to });
    assert.equal(await devchain.balanceOf(to), 1_000n - amountWei);
    assert.equal((await granter.vesting.releaseSync({ key, schedule })).amountWei, 0n);
  });

  test("becomes a position when its beneficiary asks, once", async () => {
    const { key, beneficiary, granter, schedule } = await grantOne(linearSchedule(now, 0, now, now + 1_000));
    await assert.rejects(granter.vesting.mintPositionSync({ key, schedule }), /TokenVesting_NotBeneficiary/);
    const { positionId } = await beneficiary.vesting.mintPositionSync({ key, schedule });
    assert.equal(positionId, BigInt(grantIdOf({ ...place(), key })));
    assert.equal((await granter.vesting.getGrant({ key, schedule })).isPosition, true);
    await assert.rejects(beneficiary.vesting.mintPositionSync({ key, schedule }), /TokenVesting_/);
  });

  test("is paid to whom the beneficiary signed for, whoever sends it, once", async () => {
    const { key, beneficiary, granter, schedule } = await grantOne(
      linearSchedule(now, 5_000, now, now + 1e6),
    );
    const to = randomAddress();
    const delegation = await beneficiary.vesting.signRelease({ key, schedule, to, deadline: 2 ** 32 });
    const { amountWei } = await granter.vesting.releaseSync({ key, schedule, delegation });
    assert.equal(await devchain.balanceOf(to), amountWei);
    await people.pass(1_000);
    await assert.rejects(
      granter.vesting.releaseSync({ key, schedule, delegation }),
      /TokenVesting_SignatureInvalid/,
    );
  });

  test("is revoked by its granter, until the granter gives that up", async () => {
    const { key, granter, beneficiary, schedule } = await grantOne(
      linearSchedule(now, 5_000, now, now + 1e9),
    );
    await assert.rejects(beneficiary.vesting.revokeSync({ key, schedule }), /TokenVesting_NotGranter/);
    const { paidWei, refundedWei } = await granter.vesting.revokeSync({ key, schedule });
    assert.equal(paidWei + refundedWei, 1_000n);
    assert.equal(await people.balanceOf(granter), refundedWei);
    const other = await grantOne(linearSchedule(now, 5_000, now, now + 1e9));
    await other.granter.vesting.renounceRevocabilitySync({ key: other.key });
    await assert.rejects(other.granter.vesting.revokeSync(other), { name: "ContractRefused" });
  });

  test("of many is one transaction, and one transfer", async () => {
    const granter = await people.somebody(30n);
    const awards = [10n, 20n].map((totalWei) => ({ beneficiary: randomAddress(), totalWei }));
    await granter.vesting.grantManySync({ awards, salt: 1n, isRevocable: false });
    const key = {
      ...{ beneficiary: awards[1]!.beneficiary, token: people.addresses.streamToken },
      ...{ granter: granter.account.address, salt: 1n, schedule: zeroHash },
    };
    assert.equal((await granter.vesting.getGrant({ key })).totalWei, 20n);
    assert.equal(await people.balanceOf(granter), 0n);
  });

  test("of an allocation of STREAM is found by the allocation's name", async () => {
    const anyone = await people.somebody();
    const key = await anyone.vesting.getAllocationGrant({ allocation: "viewers" });
    const { releasableWei, totalWei } = await anyone.vesting.getGrant({ key });
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
        await first!.vesting.redeemSync(redeem);
        assert.equal(await devchain.balanceOf(allotments[index]!.beneficiary), allotments[index]!.amount);
        await assert.rejects(first!.vesting.redeemSync(redeem), /TokenVesting_AlreadyRedeemed/);
      }
      assert.throws(() => proofOf(count), InvalidInput);
    });
  }

  test("pays nothing for an allotment of another amount, or after its time", async () => {
    const { beneficiaries, terms, allotments, proofOf } = await fund(3, { expiresAt: now + 1_000_000 });
    const [first] = beneficiaries;
    const [allotment, proof] = [allotments[0]!, proofOf(0)];
    await assert.rejects(
      first!.vesting.redeemSync({ terms, allotment: { ...allotment, amount: 101n }, proof }),
      /TokenVesting_/,
    );
    await assert.rejects(first!.vesting.redeemSync({ terms, allotment, proof: proofOf(1) }), /TokenVesting_/);
    const to = randomAddress();
    await assert.rejects(
      beneficiaries[1]!.vesting.redeemSync({ terms, allotment, proof, to }),
      /TokenVesting_NotBeneficiary/,
    );
    await first!.vesting.redeemSync({ terms, allotment, proof, to });
    assert.equal(await devchain.balanceOf(to), allotment.amount);
    await people.pass(1_000_000);
    await assert.rejects(
      first!.vesting.redeemSync({ terms, allotment: allotments[1]!, proof: proofOf(1) }),
      /TokenVesting_CampaignExpired/,
    );
  });

  test("pays another address that the beneficiary signed for, whoever redeems", async () => {
    const { granter, beneficiaries, allotments, proofOf, ...campaign } = await fund(2);
    const to = randomAddress();
    const signing = { ...campaign, index: 0n, to, deadline: 2 ** 32 };
    const delegation = await beneficiaries[0]!.vesting.signRedeem(signing);
    const redeem = { ...campaign, allotment: allotments[0]!, proof: proofOf(0), delegation };
    const { amountWei } = await granter.vesting.redeemSync(redeem);
    assert.equal(await devchain.balanceOf(to), amountWei);
  });

  test("that nobody redeemed returns to its granter, and pays no more", async () => {
    const { granter, terms, root, allotments, proofOf } = await fund(2);
    const { amountWei } = await granter.vesting.clawbackSync({ terms, root });
    assert.equal(amountWei, terms.total);
    assert.equal(await people.balanceOf(granter), parseEther("1"));
    const redeem = { terms, allotment: allotments[0]!, proof: proofOf(0) };
    await assert.rejects(granter.vesting.redeemSync(redeem), /TokenVesting_CampaignClosed/);
  });

  test("that vests opens a grant, which pays on without a proof", async () => {
    const { timestamp } = await devchain.anvil.client.getBlock();
    const start = Number(timestamp);
    const schedule = linearSchedule(start, 5_000, start, start + 10_000);
    const terms = { schedule: scheduleHashOf(schedule) };
    const { beneficiaries, allotments, proofOf, root, ...campaign } = await fund(4, terms, schedule);
    const [beneficiary] = beneficiaries;
    const allotment = allotments[0]!;
    const redeem = { terms: campaign.terms, allotment, proof: proofOf(0), schedule };
    const { grantId, paidWei } = await beneficiary!.vesting.redeemSync(redeem);
    assert.ok(paidWei >= 50n);
    assert.equal(await people.balanceOf(beneficiary!), paidWei);
    const campaignId = campaignIdOf({ ...place(), terms: campaign.terms, root });
    const key = grantKeyOf(campaign.terms, campaignId, allotment);
    assert.equal(grantId, grantIdOf({ ...place(), key }));
    await people.pass(10_000);
    await beneficiary!.vesting.releaseSync({ key, schedule });
    assert.equal(await people.balanceOf(beneficiary!), allotment.amount);
  });
});
