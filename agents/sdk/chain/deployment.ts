// SPDX-License-Identifier: MIT
import type { Address, Chain } from "viem";
import type { TributaryAddresses } from "../addresses.ts";
import { TributaryError } from "../errors/TributaryError.ts";

/** A contract of the protocol, as the fields of {@link TributaryAddresses} name it. */
export type ContractKey = Exclude<keyof TributaryAddresses, "startBlock">;

/**
 * Writes a deployment into a chain, where every action finds the addresses: `client.chain.contracts`.
 *
 * @example
 * const chain = withTributary(foundry, addresses);
 * const client = createWalletClient({ account, chain, transport: http() }).extend(tributaryActions());
 */
export function withTributary<const chain extends Chain>(chain: chain, addresses: TributaryAddresses): chain {
  const { startBlock, ...contracts } = addresses;
  const entries = Object.entries(contracts).map(([key, address]) => [
    key,
    { address, blockCreated: Number(startBlock) },
  ]);
  return { ...chain, contracts: { ...chain.contracts, ...Object.fromEntries(entries) } };
}

/**
 * @param given The addresses that the caller named, which come first.
 * @throws TributaryError for a chain without the contract.
 */
export function addressOf(
  chain: Chain | undefined,
  key: ContractKey,
  given: { [Key in ContractKey]?: Address | undefined } = {},
): Address {
  const { address = undefined } = (chain?.contracts?.[key] ?? {}) as { address?: Address };
  const found = given[key] ?? address;
  if (found !== undefined) return found;
  throw new TributaryError(`the address of ${key} on chain ${chain?.id ?? "(none)"} is unknown`, {
    advice: "make the client's chain by `withTributary(chain, addresses)`, or name the address",
  });
}

/** The first block with logs of the protocol: {@link TributaryAddresses}. */
export function startBlockOf(chain: Chain | undefined): bigint {
  const { blockCreated = 0 } = (chain?.contracts?.streamToken ?? {}) as { blockCreated?: number };
  return BigInt(blockCreated);
}

/** @throws TributaryError for a client that knows no chain. */
export function chainIdOf({ chain }: { chain?: Chain | undefined }): number {
  if (chain !== undefined) return chain.id;
  throw new TributaryError("the client has no chain", { advice: "give `chain` where the client is made" });
}
