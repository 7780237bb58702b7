// SPDX-License-Identifier: MIT
import type { Address, Hex, LocalAccount } from "viem";
import { tributaryDomain } from "../chain/domain.ts";
import { packSignature } from "../chain/signature.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import type { ChannelKey, ChannelsContract } from "./channel.ts";

/** A promise: "in this channel, I owe `cumulative` wei in total". `signature` is 64 bytes (EIP-2098). */
export type Voucher = { cumulative: bigint; signature: Hex };

export const voucherTypes = {
  Voucher: [
    { name: "payer", type: "address" },
    { name: "payee", type: "bytes32" },
    { name: "token", type: "address" },
    { name: "salt", type: "uint64" },
    { name: "cumulative", type: "uint96" },
  ],
} as const;

/** @returns The EIP-712 domain of vouchers on one chain and contract. */
export function voucherDomain({ chainId, paymentChannels }: ChannelsContract) {
  return tributaryDomain(chainId, paymentChannels);
}

export type VoucherTypedDataParameters = ChannelsContract & {
  key: ChannelKey;
  /** In wei, since the channel opened; at most 2^96 - 1. */
  cumulative: bigint;
};

/** @returns The typed data that a session key signs, for `signTypedData`, `hashTypedData` and `verifyTypedData`. */
export function voucherTypedData({ chainId, paymentChannels, key, cumulative }: VoucherTypedDataParameters) {
  const { payer, payee, token, salt } = key;
  return {
    domain: voucherDomain({ chainId, paymentChannels }),
    types: voucherTypes,
    primaryType: "Voucher",
    message: { payer, payee, token, salt, cumulative },
  } as const;
}

export type SignVoucherParameters = VoucherTypedDataParameters & { sessionAccount: LocalAccount };

/**
 * Signs a voucher with the channel's session key.
 *
 * @example
 * const voucher = await signVoucher({ sessionAccount, chainId: 1, paymentChannels, key, cumulative: 10n ** 18n });
 */
export async function signVoucher({
  sessionAccount,
  ...parameters
}: SignVoucherParameters): Promise<Voucher> {
  assertSessionKey(sessionAccount.address, parameters.key.sessionKey);
  const signature = await sessionAccount.signTypedData(voucherTypedData(parameters));
  return { cumulative: parameters.cumulative, signature: packSignature(signature) };
}

/** @throws Error unless the signer `given` is the channel's session key. */
export function assertSessionKey(given: Address, expected: Address): void {
  if (given.toLowerCase() === expected.toLowerCase()) return;
  throw new InvalidInput(`the channel's session key is ${expected}, not ${given}: sign with that key`);
}
