// SPDX-License-Identifier: MIT
import type { Chain, Client, Transport } from "viem";
import { getChainId } from "viem/actions";
import { WrongChain } from "../errors/chainErrors.ts";

/**
 * Compares the client's chain with the chain that its node or wallet is connected to. Every write does so before its first
 * read: on another chain, the contracts' addresses hold nothing, or something else.
 *
 * @throws WrongChain
 */
export async function assertChain(client: Client<Transport, Chain>): Promise<void> {
  const currentChainId = await getChainId(client);
  if (currentChainId !== client.chain.id) throw new WrongChain(client.chain, currentChainId);
}
