// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, parseSignature, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { parametersOf, viewOf } from "./abiItems.ts";
import { approve } from "./approve.ts";
import type { SigningClient } from "./clients.ts";
import { type Funding, type FundingSource, fundByAllowance, fundFromPrepaid } from "./fundingSource.ts";
import { inAnHour, random32, tokenDomainOf } from "./signing.ts";
import { signTypedMessage } from "./signTypedMessage.ts";
import { fundByEip3009, signTransferAuthorization } from "./transferAuthorization.ts";

/** The canonical Permit2, at one address on every chain. */
export const PERMIT2: Address = "0x000000000022D473030F116dDEE9F6B43aC78BA3";

const noncesAbi = [viewOf("nonces", ["address"], "uint256")] as const;

/**
 * @param signature 65 bytes: the token's EIP-2612 permit over exactly the deposit.
 * @returns The funding out of a permit.
 */
export function fundByPermit({ deadline, signature }: { deadline: bigint; signature: Hex }): Funding {
  const { r, s, yParity } = parseSignature(signature);
  const parameters = parametersOf("uint256", "uint8", "bytes32", "bytes32");
  return { source: 2, authorization: encodeAbiParameters(parameters, [deadline, 27 + yParity, r, s]) };
}

/**
 * @param permit.signature Over a Permit2 signature transfer of exactly the deposit.
 * @returns The funding out of a Permit2 transfer.
 */
export function fundByPermit2(permit: { nonce: bigint; deadline: bigint; signature: Hex }): Funding {
  const parameters = parametersOf("uint256", "uint256", "bytes");
  const { nonce, deadline, signature } = permit;
  return { source: 3, authorization: encodeAbiParameters(parameters, [nonce, deadline, signature]) };
}

export type PermitTypedDataParameters = {
  chainId: number;
  token: Address;
  name: string;
  version: string;
  owner: Address;
  spender: Address;
  amountWei: bigint;
  nonce: bigint;
  deadline: bigint;
};

/** @returns The typed data that an owner signs so that `spender` may take `amountWei` (EIP-2612). */
export function permitTypedData(parameters: PermitTypedDataParameters) {
  const { chainId, token, name, version, owner, spender, amountWei, nonce, deadline } = parameters;
  return {
    domain: { name, version, chainId, verifyingContract: token },
    types: {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Permit",
    message: { owner, spender, value: amountWei, nonce, deadline },
  } as const;
}

export type Permit2TypedDataParameters = Pick<
  PermitTypedDataParameters,
  "chainId" | "token" | "spender" | "amountWei" | "nonce" | "deadline"
>;

/** @returns The typed data that an owner signs so that `spender` may take `amountWei` through Permit2, once. */
export function permit2TypedData(parameters: Permit2TypedDataParameters) {
  const { chainId, token, spender, amountWei, nonce, deadline } = parameters;
  return {
    domain: { name: "Permit2", chainId, verifyingContract: PERMIT2 },
    types: {
      PermitTransferFrom: [
        { name: "permitted", type: "TokenPermissions" },
        { name: "spender", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
      TokenPermissions: [
        { name: "token", type: "address" },
        { name: "amount", type: "uint256" },
      ],
    },
    primaryType: "PermitTransferFrom",
    message: { permitted: { token, amount: amountWei }, spender, nonce, deadline },
  } as const;
}

/** `deadline`: the last second in which the signature is valid; in an hour by default. */
export type SignPermitParameters = { token: Address; spender: Address; amountWei: bigint; deadline?: bigint };

/** A signed permit. */
export type Permit = { deadline: bigint; signature: Hex };

/**
 * Signs an EIP-2612 permit with the client's account.
 *
 * @throws Error for a token whose EIP-712 domain is not its name and version, and which would refuse the permit.
 * @example
 * const permit = await signPermit(client, { token, spender, amountWei });
 */
export async function signPermit(
  client: SigningClient,
  { token, spender, amountWei, deadline = inAnHour() }: SignPermitParameters,
): Promise<Permit> {
  const owner = client.account.address;
  const [domain, nonce] = await Promise.all([
    tokenDomainOf(client, token),
    readContract(client, { abi: noncesAbi, address: token, functionName: "nonces", args: [owner] }),
  ]);
  const typedData = permitTypedData({ ...domain, owner, spender, amountWei, nonce, deadline });
  return { deadline, signature: await signTypedMessage(client, typedData) };
}

/**
 * Signs a Permit2 transfer with the client's account, which must have approved {@link PERMIT2} for the token before.
 *
 * @example
 * const funding = fundByPermit2(await signPermit2(client, { token, spender: paymentChannels, amountWei }));
 */
export async function signPermit2(
  client: SigningClient,
  { token, spender, amountWei, deadline = inAnHour() }: SignPermitParameters,
): Promise<Permit & { nonce: bigint }> {
  // Permit2 takes nonces in any order, so a random one saves a read of the chain
  const nonce = BigInt(random32());
  const chainId = client.chain.id;
  const typedData = permit2TypedData({ chainId, token, spender, amountWei, nonce, deadline });
  return {
    nonce,
    deadline,
    signature: await signTypedMessage(client, typedData),
  };
}

export type PrepareFundingParameters = {
  source: FundingSource;
  token: Address;
  /** The contract that takes the deposit. */
  spender: Address;
  amountWei: bigint;
};

/** Prepares a deposit by its source: approves, signs, or does nothing for a prepaid one. */
export async function prepareFunding(
  client: SigningClient,
  { source, ...deposit }: PrepareFundingParameters,
): Promise<Funding> {
  if (source === "prepaid") return fundFromPrepaid();
  if (source === "permit") return fundByPermit(await signPermit(client, deposit));
  if (source === "permit2") return fundByPermit2(await signPermit2(client, deposit));
  if (source === "eip3009") return fundByEip3009(await signTransferAuthorization(client, deposit));
  if (deposit.token !== zeroAddress) await approve(client, deposit);
  return fundByAllowance();
}
