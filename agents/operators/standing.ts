// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import type { Sender } from "../kernel/tx/sender.ts";
import { operatorRegistryAbi } from "../sdk/abis.generated.ts";
import { type EndpointSettings, requireReachable } from "./endpoint.ts";
import {
  type OperatorRole,
  planRegistration,
  readOperator,
  register,
  updateEndpoint,
  type WantedRegistration,
} from "./registration.ts";

/**
 * Looks what an operator's registration needs before the operator may serve. The result carries it out, once the node listens at a URL.
 *
 * @throws UserError when only the operator can help.
 */
export async function prepareRegistration(
  role: OperatorRole,
  chain: ChainConnection<"OperatorRegistry" | "StreamToken">,
  address: Address,
  config: WantedRegistration & EndpointSettings,
): Promise<(sender: Sender, url: string) => Promise<void>> {
  const operator = await readOperator(chain, address);
  const step = planRegistration(role, address, operator, config);
  requireReachable(role.name, config, operator.endpoint, chain.chainId);
  return async (sender, url) => {
    const { bond, region } = config;
    const endpoint = config.publicUrl ?? url;
    if (step === "register") await register(role, chain, sender, { bond: bond!, region, endpoint });
    if (step === "update") await updateEndpoint(chain, sender, { region, endpoint });
  };
}

/** The time for which an answer about a bond is believed. */
const BELIEVED_MS = 60_000;

/** Whether an account is bonded for a role at the newest block; asks the chain at most once a minute, and again after a no. */
export function createIsBonded(
  { number }: OperatorRole,
  { publicClient, deployment }: ChainConnection<"OperatorRegistry">,
  address: Address,
  steadyMs: () => number = () => performance.now(),
): () => Promise<boolean> {
  let bondedAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const askedMs = steadyMs();
    if (askedMs - bondedAtMs < BELIEVED_MS) return true;
    const isActive = await publicClient.readContract({
      address: deployment.contracts.OperatorRegistry,
      abi: operatorRegistryAbi,
      functionName: "isActive",
      args: [address, number],
    });
    if (isActive) bondedAtMs = askedMs;
    return isActive;
  };
}
