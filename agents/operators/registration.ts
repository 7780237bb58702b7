// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeFunctionData, formatEther, type Hex } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import type { Check } from "../kernel/process/readiness.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { operatorRegistryAbi, streamTokenAbi } from "../sdk/abis.generated.ts";
import { KEYHOLDER_ROLE } from "../sdk/committees/getCommittee.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { SEQUENCER_ROLE } from "../sdk/operators/getOperators.ts";
import { regionOf } from "../sdk/operators/region.ts";

export type RegisteredOperator = {
  bond: bigint;
  withdrawableAt: number;
  role: number;
  slashed: boolean;
  region: Hex;
  endpoint: string;
};

/** The work that an operator bonds for: its number in `Role` of OperatorRegistry, and its name in sentences. */
export type OperatorRole = { number: number; name: string };
export const EDGE: OperatorRole = { number: EDGE_ROLE, name: "edge" };
export const KEYHOLDER: OperatorRole = { number: KEYHOLDER_ROLE, name: "keyholder" };
export const SEQUENCER: OperatorRole = { number: SEQUENCER_ROLE, name: "sequencer" };

/** The registration in the settings. `bond` in wei. */
export type WantedRegistration = { bond: bigint | undefined; region: string; publicUrl: string | undefined };

export type RegistrationStep = "register" | "update" | "none";

/** Decides the step before this operator may serve. Throws a UserError when only the operator can help. */
export function planRegistration(
  { number, name }: OperatorRole,
  address: Address,
  operator: RegisteredOperator,
  wanted: WantedRegistration,
): RegistrationStep {
  if (operator.slashed) {
    throw new UserError(
      `The ${name} ${address} was slashed, and can never serve again.`,
      `Start the ${name} with another key.`,
    );
  }
  if (operator.role === 0) {
    if (wanted.bond !== undefined) return "register";
    throw new UserError(
      `${address} is not registered as ${a(name)}.`,
      `Give --bond, the STREAM to bond, and this ${name} registers itself.`,
    );
  }
  if (operator.role !== number) {
    throw new UserError(`${address} is registered for another role.`, `Give this ${name} a key of its own.`);
  }
  if (operator.withdrawableAt !== 0) {
    throw new UserError(
      `${address} has started to unbond.`,
      "Withdraw the bond once the delay is over and register again, or start with another key.",
    );
  }
  // without --public-url the registered URL stands
  const moved = wanted.publicUrl !== undefined && wanted.publicUrl !== operator.endpoint;
  return moved ? "update" : "none";
}

/** Checks the registration again, and reports to `registered` why this operator may no longer serve. */
export async function checkRegistration(
  role: OperatorRole,
  chain: ChainConnection<"OperatorRegistry">,
  address: Address,
  wanted: WantedRegistration,
  registered: Check,
): Promise<void> {
  const operator = await readOperator(chain, address);
  try {
    planRegistration(role, address, operator, { ...wanted, bond: undefined });
    registered.ok();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    registered.fail(error.message);
  }
}

/** Reads an operator's registration. */
export async function readOperator(
  chain: ChainConnection<"OperatorRegistry">,
  address: Address,
): Promise<RegisteredOperator> {
  return chain.publicClient.readContract({
    address: chain.deployment.contracts.OperatorRegistry,
    abi: operatorRegistryAbi,
    functionName: "operatorOf",
    args: [address],
  });
}

/** Registers this operator at `endpoint`, with its bond. Throws a UserError when the bond or the balance is too low. */
export async function register(
  { number, name }: OperatorRole,
  chain: ChainConnection<"OperatorRegistry" | "StreamToken">,
  sender: Sender,
  { bond, region, endpoint }: { bond: bigint; region: string; endpoint: string },
): Promise<void> {
  const { OperatorRegistry, StreamToken } = chain.deployment.contracts;
  const [minimum, balance] = await Promise.all([
    chain.publicClient.readContract({
      address: OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "MINIMUM_BOND",
    }),
    chain.publicClient.readContract({
      address: StreamToken,
      abi: streamTokenAbi,
      functionName: "balanceOf",
      args: [sender.address],
    }),
  ]);
  if (bond < minimum) {
    throw new UserError(
      `A bond of ${formatEther(bond)} STREAM is too low.`,
      `Give --bond ${formatEther(minimum)} or more.`,
    );
  }
  if (balance < bond) {
    throw new UserError(
      `${sender.address} holds ${formatEther(balance)} STREAM, less than its bond of ${formatEther(bond)}.`,
      "Send the account the rest, or give a lower --bond.",
    );
  }
  await sender.send({
    to: StreamToken,
    data: encodeFunctionData({
      abi: streamTokenAbi,
      functionName: "approve",
      args: [OperatorRegistry, bond],
    }),
    label: "approve the bond",
  });
  const args = [number, regionOf(region), endpoint, bond] as const;
  await sender.send({
    to: OperatorRegistry,
    data: encodeFunctionData({ abi: operatorRegistryAbi, functionName: "register", args }),
    label: `register as ${a(name)}`,
  });
}

/** Registers another region or endpoint of this operator. */
export async function updateEndpoint(
  chain: ChainConnection<"OperatorRegistry">,
  sender: Sender,
  { region, endpoint }: { region: string; endpoint: string },
): Promise<void> {
  const args = [regionOf(region), endpoint] as const;
  await sender.send({
    to: chain.deployment.contracts.OperatorRegistry,
    data: encodeFunctionData({ abi: operatorRegistryAbi, functionName: "update", args }),
    label: "update the endpoint",
  });
}

const a = (name: string) => `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
