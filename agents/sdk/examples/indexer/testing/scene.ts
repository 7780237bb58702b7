// SPDX-License-Identifier: MIT
import { type Address, encodeFunctionData, type Hex, parseEther, zeroAddress } from "viem";
import type { Devchain } from "../../../../localnet/devchain.ts";
import { splitRollupAbi } from "../../../abis.generated.ts";
import { type Payee, payeeOfAddress, payeeOfSplit } from "../../../chain/payee.ts";
import { peopleOf, type Somebody } from "../../../testing/people.ts";

const SPENDERS = [
  ...(["paymentChannels", "streamingProtocol", "streamPools", "tokenVesting", "staking"] as const),
  ...(["splitRollup", "operatorRegistry", "purchasePolicy"] as const),
];
const FORTUNE = parseEther("100000");
/** Enough for any call, so that none is estimated: a refused call is mined, and changes nothing. */
const GAS = "0x2dc6c0";

export type Call = { to: Address; data: Hex; value?: bigint | undefined };
/** One operation of a history: who calls what. Undefined: there is nothing yet to do it to. */
export type Move = { from: Address; call: Call } | undefined;
export type Draw = () => Move | Promise<Move>;

export type Scene = Awaited<ReturnType<typeof sceneOf>>;

/** Four people with STREAM, two splits, and a payee that takes no ETH. */
export async function sceneOf(devchain: Devchain, random: Random) {
  const people = peopleOf(devchain);
  const { addresses } = people;
  const { client } = devchain.anvil;
  await devchain.anvil.rpc("anvil_autoImpersonateAccount", [true]);

  /** @returns Whether the call went through. */
  async function send({ from, call }: NonNullable<Move>): Promise<boolean> {
    const value = `0x${(call.value ?? 0n).toString(16)}`;
    const transaction = { from, to: call.to, data: call.data, value, gas: GAS };
    const receipt = await devchain.anvil.rpc("eth_sendTransactionSync", [transaction]);
    return (receipt as { status: Hex }).status === "0x1";
  }

  const persons: Somebody[] = [];
  for (let i = 0; i < 4; i += 1) {
    const person = await people.somebody(FORTUNE);
    persons.push(person);
    await client.setBalance({ address: person.account.address, value: FORTUNE });
    for (const spender of SPENDERS)
      await send({
        from: person.account.address,
        call: person.token.approve.call({ spender, amountWei: FORTUNE }),
      });
  }
  const from = persons[0]!.account.address;
  for (const tableHash of [1n, 2n]) {
    const data = encodeFunctionData({
      abi: splitRollupAbi,
      functionName: "registerSplit",
      args: [tableHash],
    });
    await send({ from, call: { to: addresses.splitRollup, data } });
  }
  const splits = [payeeOfSplit(0n), payeeOfSplit(1n)];
  return {
    ...{ addresses, devchain, persons, random, send, splits },
    /** Reverts where ETH comes in. */
    refuser: payeeOfAddress(addresses.streamToken),
    person: () => random.pick(persons),
    payee: (): Payee =>
      random.chance(25) ? random.pick(splits) : payeeOfAddress(random.pick(persons).account.address),
    personOf: (payee: Payee) => persons.find((person) => person.payee === payee),
    source: () => (random.chance(30) ? ("prepaid" as const) : ("allowance" as const)),
    token: () => (random.chance(75) ? addresses.streamToken : zeroAddress),
    now: async () => Number((await client.getBlock()).timestamp),
    by: (person: Somebody, call: Call): Move => ({ from: person.account.address, call }),
  };
}

/** The same numbers for the same seed (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed;
  }

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  chance = (percent: number): boolean => this.below(100) < percent;
  pick = <T>(list: readonly T[]): T => list[this.below(list.length)]!;
  /** Wei up to so many STREAM, with all digits at random. */
  wei = (stream: number): bigint => (parseEther(`${stream}`) * BigInt(1 + this.below(2 ** 32))) >> 32n;
}
