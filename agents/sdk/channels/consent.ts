// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { SigningClient } from "../chain/confirmWrite.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import type { ChannelsContract } from "./channel.ts";
import { voucherDomain } from "./voucher.ts";

export type CloseConsentParameters = ChannelsContract & {
  channelId: Hex;
  /** All that the channel ever pays, in wei. */
  settledWei: bigint;
};

/** @returns The typed data that a payee signs for {@link closeWithConsent}. */
export function closeConsentTypedData({ channelId, settledWei, ...contract }: CloseConsentParameters) {
  return {
    domain: voucherDomain(contract),
    types: {
      CloseConsent: [
        { name: "channelId", type: "bytes32" },
        { name: "settled", type: "uint96" },
      ],
    },
    primaryType: "CloseConsent",
    message: { channelId, settled: settledWei },
  } as const;
}

export type RefundConsentParameters = ChannelsContract & {
  channelId: Hex;
  amountWei: bigint;
  /** A uint64 that tells apart consents to the same amount; each is valid once. */
  nonce: bigint;
};

/** @returns The typed data that a payee signs for {@link refund}. */
export function refundConsentTypedData({
  channelId,
  amountWei,
  nonce,
  ...contract
}: RefundConsentParameters) {
  return {
    domain: voucherDomain(contract),
    types: {
      RefundConsent: [
        { name: "channelId", type: "bytes32" },
        { name: "amount", type: "uint96" },
        { name: "nonce", type: "uint64" },
      ],
    },
    primaryType: "RefundConsent",
    message: { channelId, amount: amountWei, nonce },
  } as const;
}

/**
 * Signs the payee's consent that the payer closes the channel at once.
 *
 * @example
 * const consent = await signCloseConsent(payeeClient, { chainId, paymentChannels, channelId, settledWei });
 */
export function signCloseConsent(client: SigningClient, parameters: CloseConsentParameters): Promise<Hex> {
  return signTypedMessage(client, closeConsentTypedData(parameters));
}

/**
 * Signs the payee's consent that the payer takes back a part of the deposit.
 *
 * @example
 * const consent = await signRefundConsent(payeeClient, { chainId, paymentChannels, channelId, amountWei, nonce: 0n });
 */
export function signRefundConsent(client: SigningClient, parameters: RefundConsentParameters): Promise<Hex> {
  return signTypedMessage(client, refundConsentTypedData(parameters));
}
