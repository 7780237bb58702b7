// SPDX-License-Identifier: MIT
import { type Address, bytesToHex, domainSeparator } from "viem";
import { readContract } from "viem/actions";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { erc20Reads } from "./abiItems.ts";
import { assertChain } from "./assertChain.ts";
import type { SigningClient } from "./clients.ts";

const SIGNED_FOR_SEC = 3_600;

/**
 * Reads the EIP-712 domain in which holders of `token` sign.
 *
 * @throws Error for a token whose domain is not its name and version.
 */
export async function tokenDomainOf(client: SigningClient, token: Address) {
  await assertChain(client);
  const contract = { abi: erc20Reads, address: token } as const;
  const [name, version, separator] = await Promise.all([
    readContract(client, { ...contract, functionName: "name" }),
    readContract(client, { ...contract, functionName: "version" }).catch(() => "1"),
    readContract(client, { ...contract, functionName: "DOMAIN_SEPARATOR" }),
  ]);
  const chainId = client.chain.id;
  if (domainSeparator({ domain: { name, version, chainId, verifyingContract: token } }) !== separator) {
    throw new InvalidInput(`${token} takes signatures for another domain than its name and version`, {
      advice: "approve the token instead",
    });
  }
  return { chainId, token, name, version };
}

/** @returns The default deadline of a signature, in seconds. */
export const inAnHour = () => BigInt(Math.floor(Date.now() / 1_000) + SIGNED_FOR_SEC);

export const random32 = () => bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
