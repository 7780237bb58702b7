// SPDX-License-Identifier: MIT
import type { Hex, LocalAccount } from "viem";
import { packSignature } from "../chain/signature.ts";
import { assertSessionKey, type VoucherTypedDataParameters, voucherDomain, voucherTypes } from "./voucher.ts";

/**
 * A promise: "in this channel, I owe `cumulative` wei in total, and `tickValue` more for each tick that I reveal". Tick k
 * is what hashed k times gives `tickRoot`. `signature` is 64 bytes (EIP-2098).
 */
export type TickVoucher = { cumulative: bigint; tickRoot: Hex; tickValue: bigint; signature: Hex };

/** The last revealed tick of a voucher: `tick` is the `count`th; before the first, `count` is 0 and `tick` the root. */
export type RevealedTick = { tick: Hex; count: number };

export const tickVoucherTypes = {
  TickVoucher: [
    ...voucherTypes.Voucher,
    { name: "tickRoot", type: "bytes32" },
    { name: "tickValue", type: "uint96" },
  ],
} as const;

/** `tickValue`: paid by a tick, in wei. */
export type TickVoucherTypedDataParameters = VoucherTypedDataParameters &
  Pick<TickVoucher, "tickRoot" | "tickValue">;

/** @returns The typed data that a session key signs, for `signTypedData`, `hashTypedData` and `verifyTypedData`. */
export function tickVoucherTypedData(parameters: TickVoucherTypedDataParameters) {
  const { key, cumulative, tickRoot, tickValue, ...contract } = parameters;
  const { payer, payee, token, salt } = key;
  return {
    domain: voucherDomain(contract),
    types: tickVoucherTypes,
    primaryType: "TickVoucher",
    message: { payer, payee, token, salt, cumulative, tickRoot, tickValue },
  } as const;
}

export type SignTickVoucherParameters = TickVoucherTypedDataParameters & { sessionAccount: LocalAccount };

/**
 * Signs a voucher for up to 64 ticks with the channel's session key. The last tick must be within the deposit.
 *
 * @example
 * const ticks = makeTickChain();
 * const voucher = await signTickVoucher({
 *   ...{ sessionAccount, chainId: 1, paymentChannels, key },
 *   ...{ cumulative: paidWei, tickRoot: ticks[0], tickValue: ratePerSecondWei },
 * });
 */
export async function signTickVoucher({
  sessionAccount,
  ...parameters
}: SignTickVoucherParameters): Promise<TickVoucher> {
  assertSessionKey(sessionAccount.address, parameters.key.sessionKey);
  const { cumulative, tickRoot, tickValue } = parameters;
  const signature = await sessionAccount.signTypedData(tickVoucherTypedData({ ...parameters }));
  return { cumulative, tickRoot, tickValue, signature: packSignature(signature) };
}

/** @returns The debt by a voucher after `count` ticks, in wei since the channel opened. */
export function owedByTicks({ cumulative, tickValue }: TickVoucher, count: number): bigint {
  return cumulative + tickValue * BigInt(count);
}
