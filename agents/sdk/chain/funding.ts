// SPDX-License-Identifier: MIT
import {
  type Address,
  bytesToBigInt,
  domainSeparator,
  encodeAbiParameters,
  erc20Abi,
  type Hex,
  parseAbi,
  parseAbiParameters,
  parseSignature,
  zeroAddress,
} from "viem";
import { readContract } from "viem/actions";
import { approve } from "./approve.ts";
import type { SigningClient } from "./confirmWrite.ts";
import { signTypedMessage } from "./signTypedMessage.ts";

/** The source of a deposit; see `src/types/Funding.sol`. */
export type FundingSource = "allowance" | "prepaid" | "permit" | "permit2";

/** A deposit's source and authorization, in the contracts' form. */
export type Funding = { source: number; authorization: Hex };

/** The canonical Permit2, at one address on every chain. */
export const PERMIT2: Address = "0x000000000022D473030F116dDEE9F6B43aC78BA3";

const SIGNED_FOR_SEC = 3_600;
const permitAbi = parseAbi([
  "function version() view returns (string)",
  "function nonces(address owner) view returns (uint256)",
  "function DOMAIN_SEPARATOR() view returns (bytes32)",
]);

/** @returns The funding out of the account's allowance to the contract. */
export const fundByAllowance = (): Funding => ({ source: 0, authorization: "0x" });

/** @returns The funding out of the account's prepaid balance in the contract. */
export const fundFromPrepaid = (): Funding => ({ source: 1, authorization: "0x" });

/**
 * @param signature 65 bytes: the token's EIP-2612 permit over exactly the deposit.
 * @returns The funding out of a permit.
 */
export function fundByPermit({ deadline, signature }: { deadline: bigint; signature: Hex }): Funding {
  const { r, s, yParity } = parseSignature(signature);
  const parameters = parseAbiParameters("uint256, uint8, bytes32, bytes32");
  return { source: 2, authorization: encodeAbiParameters(parameters, [deadline, 27 + yParity, r, s]) };
}

/**
 * @param permit.signature Over a Permit2 signature transfer of exactly the deposit.
 * @returns The funding out of a Permit2 transfer.
 */
export function fundByPermit2(permit: { nonce: bigint; deadline: bigint; signature: Hex }): Funding {
  const parameters = parseAbiParameters("uint256, uint256, bytes");
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
 * const permit = await signPermit(client, { token, spender: staking, amountWei });
 */
export async function signPermit(
  client: SigningClient,
  { token, spender, amountWei, deadline = inAnHour() }: SignPermitParameters,
): Promise<Permit> {
  const owner = client.account.address;
  const contract = { abi: permitAbi, address: token } as const;
  const [name, version, nonce, separator] = await Promise.all([
    readContract(client, { abi: erc20Abi, address: token, functionName: "name" }),
    readContract(client, { ...contract, functionName: "version" }).catch(() => "1"),
    readContract(client, { ...contract, functionName: "nonces", args: [owner] }),
    readContract(client, { ...contract, functionName: "DOMAIN_SEPARATOR" }),
  ]);
  const chainId = client.chain.id;
  const typedData = permitTypedData({
    ...{ chainId, token, name, version },
    ...{ owner, spender, amountWei, nonce, deadline },
  });
  if (domainSeparator({ domain: typedData.domain }) !== separator) {
    throw new Error(
      `${token} signs permits for another domain than its name and version: approve the token instead`,
    );
  }
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
  const nonce = bytesToBigInt(crypto.getRandomValues(new Uint8Array(32)));
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
  if (deposit.token !== zeroAddress) await approve(client, deposit);
  return fundByAllowance();
}

/** @returns The ETH to send along, in wei: a deposit in ETH that was not prepaid, else zero. */
export function ethOf({ source, token, amountWei }: Omit<PrepareFundingParameters, "spender">): bigint {
  return token === zeroAddress && source !== "prepaid" ? amountWei : 0n;
}

const inAnHour = () => BigInt(Math.floor(Date.now() / 1_000) + SIGNED_FOR_SEC);
