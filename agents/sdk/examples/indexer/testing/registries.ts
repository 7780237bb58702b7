// SPDX-License-Identifier: MIT
import {
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseAbiParameters,
  parseEther,
} from "viem";
import { operatorRegistryAbi, splitRollupAbi } from "../../../abis.generated.ts";
import { random as randomBytes, type Somebody } from "../../../testing/people.ts";
import type { Draw, Scene } from "./scene.ts";

export function stakingDraws({ random, person, by }: Scene): Record<string, Draw> {
  return {
    stake: () => {
      const staker = person();
      return by(
        staker,
        staker.staking.stake.call({ amountWei: parseEther("1") + random.wei(50), source: "allowance" }),
      );
    },
    unstake: () => {
      const staker = person();
      return by(staker, staker.staking.withdraw.call(random.chance(70) ? { amountWei: random.wei(20) } : {}));
    },
    getReward: () => {
      const staker = person();
      return by(staker, staker.staking.getReward.call({}));
    },
    emergencyWithdraw: () => {
      const staker = person();
      return random.chance(40) ? by(staker, staker.staking.emergencyWithdraw.call({})) : undefined;
    },
    addRewards: () => {
      const anyone = person();
      return by(anyone, anyone.staking.addRewards.call({ amountWei: random.wei(40) }));
    },
  };
}

/** The verifiers must take any proof: the circuits have tests of their own. */
export function splitDraws({ random, person, by, devchain, addresses }: Scene): Record<string, Draw> {
  const point = [0n, 0n] as const;
  const proof = { a: point, b: [point, point], c: point } as const;
  const entitlements = new Map<string, bigint>();
  return {
    credit: () => {
      const payer = person();
      const amountWei = random.wei(3);
      const entries = `0x0${random.below(2)}${amountWei.toString(16).padStart(24, "0")}` as const;
      return by(payer, payer.split.credit.call({ segment: 0n, entries, amountWei }));
    },
    registerSplit: () =>
      by(person(), person().split.register.call({ tableHash: 1n + BigInt(random.below(10 ** 6)) })),
    sealBatch: () => by(person(), person().split.seal.call({ segment: 0n })),
    settleBatch: async () => {
      const prover = person();
      const { settledBatches: batch, sealedBatches } = await prover.split.getSegment({ segment: 0n });
      if (batch === sealedBatches) return undefined;
      const credited = await devchain.anvil.client.getContractEvents({
        ...{ abi: splitRollupAbi, address: addresses.splitRollup, eventName: "Credited" },
        ...{ args: { segment: 0n, batch }, fromBlock: 0n, strict: true },
      });
      const links = concatHex(credited.map(({ args }) => args.link));
      const terms = { segment: 0n, links, newRoot: batch + 77n, beneficiary: prover.account.address };
      return by(prover, prover.split.settle.call({ ...terms, proof }));
    },
    claim: () => {
      const [split, position] = [BigInt(random.below(2)), random.below(3)];
      const recipient = random.pick([person(), person()]).account.address;
      const entitlementWei = (entitlements.get(`${split}:${position}`) ?? 0n) + random.wei(0.01);
      entitlements.set(`${split}:${position}`, entitlementWei);
      return by(
        person(),
        person().split.claim.call({ split, position, recipient, entitlementWei, settledBatches: 1n, proof }),
      );
    },
  };
}

export function registryDraws({ random, person, persons, by, addresses }: Scene): Record<string, Draw> {
  const court = addresses.contentCourt;
  const live: { publisher: Somebody; contentId: Hex }[] = [];
  return {
    registerOperator: () => {
      const operator = person();
      const terms = { role: 1 + random.below(6), region: "eu-west", endpoint: "https://edge.example" };
      return by(
        operator,
        operator.operator.register.call({ ...terms, bondWei: parseEther("1000") + random.wei(9) }),
      );
    },
    addBond: () =>
      by(
        person(),
        person().operator.addBond.call({ operator: person().account.address, amountWei: random.wei(9) }),
      ),
    updateOperator: () =>
      by(person(), person().operator.update.call({ region: "us", endpoint: "https://other.example" })),
    startUnbond: () => by(person(), person().operator.startUnbond.call({})),
    withdrawBond: () => by(person(), person().operator.withdrawBond.call({})),
    slash: () => {
      // always the same operator, so that the others go on
      const args = [persons[0]!.account.address, person().account.address] as const;
      const data = encodeFunctionData({ abi: operatorRegistryAbi, functionName: "slash", args });
      return random.chance(30) ? { from: court, call: { to: addresses.operatorRegistry, data } } : undefined;
    },
    registerLive: () => {
      const publisher = person();
      const terms = { salt: randomBytes(32), payee: publisher.payee, ratePerSecondWei: random.wei(1) };
      const { contentRegistry } = addresses;
      live.push({
        publisher,
        contentId: contentIdOf(contentRegistry, publisher.account.address, terms.salt),
      });
      return by(publisher, publisher.content.registerLive.call(terms));
    },
    endLive: () => {
      const work = live.pop();
      return work && by(work.publisher, work.publisher.content.endLive.call({ contentId: work.contentId }));
    },
    transfer: () =>
      by(person(), person().token.transfer.call({ to: person().account.address, amountWei: random.wei(9) })),
    burn: () => by(person(), person().token.burn.call({ amountWei: random.wei(1) })),
  };
}

const contentIdOf = (contentRegistry: Address, publisher: Address, salt: Hex) =>
  keccak256(
    encodeAbiParameters(parseAbiParameters("uint256, address, address, bytes32"), [
      ...([31_337n, contentRegistry, publisher, salt] as const),
    ]),
  );
