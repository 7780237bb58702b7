// SPDX-License-Identifier: MIT
import { payeeOfAddress } from "../../../chain/payee.ts";
import {
  type CampaignTerms,
  campaignIdOf,
  grantKeyOf,
  INSTANT,
  makeCampaign,
} from "../../../vesting/campaign.ts";
import { type GrantKey, scheduleHashOf } from "../../../vesting/grant.ts";
import { linearSchedule, type Schedule } from "../../../vesting/schedule.ts";
import type { Draw, Scene } from "./scene.ts";

type Grant = { key: GrantKey; schedule: Schedule };
type Campaign = ReturnType<typeof makeCampaign> & { terms: CampaignTerms; schedule: Schedule };

export function vestingDraws(scene: Scene): Record<string, Draw> {
  const { random, person, personOf, addresses, by, now } = scene;
  const token = addresses.streamToken;
  const place = { chainId: 31_337, tokenVesting: addresses.tokenVesting };
  const grants: Grant[] = [];
  /** Of the staking contract, on the official schedule: releases are rewards. */
  const stakers: GrantKey[] = [];
  const campaigns: Campaign[] = [];
  const owner = (address: `0x${string}`) => personOf(payeeOfAddress(address));
  const someSchedule = async () => {
    const start = (await now()) - random.below(10 ** 6);
    return random.chance(60) ? linearSchedule(start, 1_000, start + 10 ** 5, start + 3 * 10 ** 6) : [];
  };
  const ofGrant = (act: (grant: Grant) => ReturnType<typeof by>) => () =>
    grants.length ? act(random.pick(grants.slice(-6))) : undefined;
  return {
    grant: async () => {
      const granter = person();
      const [schedule, salt] = [await someSchedule(), BigInt(grants.length)];
      const beneficiary = person().account.address;
      const key = {
        beneficiary,
        token,
        granter: granter.account.address,
        salt,
        schedule: scheduleHashOf(schedule),
      };
      grants.push({ key, schedule });
      const terms = {
        beneficiary,
        totalWei: random.wei(900),
        salt,
        isRevocable: random.chance(60),
        schedule,
      };
      return by(granter, granter.vesting.grant.call(terms));
    },
    grantToStakers: () => {
      const granter = person();
      const salt = 10n ** 6n + BigInt(stakers.length);
      const beneficiary = addresses.staking;
      stakers.push({
        beneficiary,
        token,
        granter: granter.account.address,
        salt,
        schedule: scheduleHashOf(),
      });
      const terms = { beneficiary, totalWei: random.wei(900), salt, isRevocable: false };
      return by(granter, granter.vesting.grant.call(terms));
    },
    harvest: () => {
      const key = stakers.length > 0 && random.pick(stakers);
      return key ? by(person(), person().staking.harvest.call({ key })) : undefined;
    },
    release: ofGrant((grant) => by(person(), person().vesting.release.call(grant))),
    releaseTo: ofGrant((grant) => {
      const beneficiary = owner(grant.key.beneficiary);
      return (
        beneficiary &&
        by(beneficiary, beneficiary.vesting.release.call({ ...grant, to: person().account.address }))
      );
    }),
    revoke: ofGrant((grant) => {
      const granter = owner(grant.key.granter);
      return granter && by(granter, granter.vesting.revoke.call(grant));
    }),
    renounce: ofGrant(({ key }) => {
      const granter = owner(key.granter);
      return granter && by(granter, granter.vesting.renounceRevocability.call({ key }));
    }),
    mintGrantPosition: ofGrant((grant) => {
      const beneficiary = owner(grant.key.beneficiary);
      return beneficiary && by(beneficiary, beneficiary.vesting.mintPosition.call(grant));
    }),

    fundCampaign: async () => {
      const granter = person();
      const schedule = await someSchedule();
      // more than one lot, of which a few allotments are anyone's
      const awards = Array.from({ length: random.pick([3, 170]) }, () => ({
        ...{ beneficiary: person().account.address, amountWei: random.wei(3) },
      }));
      const tree = makeCampaign(awards);
      const terms = {
        ...{ granter: granter.account.address, token, total: tree.totalWei },
        schedule: random.chance(40) ? INSTANT : scheduleHashOf(schedule),
        expiresAt: random.chance(70) ? (await now()) + 86_400 * (5 + random.below(40)) : 0,
        isRevocable: random.chance(50),
      };
      const campaign = { ...tree, terms, schedule: terms.schedule === INSTANT ? [] : schedule };
      campaigns.push(campaign);
      const amountWei = random.chance(80) ? terms.total : terms.total / 2n;
      return by(
        granter,
        granter.vesting.fundCampaign.call({ terms, root: tree.root, schedule: campaign.schedule, amountWei }),
      );
    },
    redeem: () => {
      if (campaigns.length === 0) return undefined;
      const { terms, schedule, root, allotments, proofOf } = random.pick(campaigns.slice(-4));
      const index = random.below(2) * (allotments.length - 3) + random.below(3);
      const allotment = allotments[index]!;
      if (terms.schedule !== INSTANT)
        grants.push({ key: grantKeyOf(terms, campaignIdOf({ ...place, terms, root }), allotment), schedule });
      const redeem = { terms, allotment, proof: proofOf(index), ...(schedule.length > 0 && { schedule }) };
      return by(person(), person().vesting.redeem.call(redeem));
    },
    clawback: () => {
      const campaign = campaigns.length > 0 && random.pick(campaigns.slice(-4));
      if (!campaign) return undefined;
      const granter = owner(campaign.terms.granter)!;
      const lots = random.chance(70) ? [0n, 1n].slice(0, 1 + random.below(2)) : [];
      return by(granter, granter.vesting.clawback.call({ ...campaign, lots }));
    },
  };
}
