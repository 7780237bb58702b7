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
  /** The last second at which the consent is good. */
  deadline: number;
};

/** @returns The typed data that a payee signs for {@link closeWithConsent}. */
export function closeConsentTypedData({
  channelId,
  settledWei,
  deadline,
  ...contract
}: CloseConsentParameters) {
  return {
    domain: voucherDomain(contract),
    types: {
      CloseConsent: [
        { name: "channelId", type: "bytes32" },
        { name: "settled", type: "uint96" },
        { name: "deadline", type: "uint40" },
      ],
    },
    primaryType: "CloseConsent",
    message: { channelId, settled: settledWei, deadline },
  } as const;
}

export type RefundConsentParameters = ChannelsContract & {
  channelId: Hex;
  amountWei: bigint;
  /** A uint64 that serves once in a channel: sign anew, with another deadline or amount, under the same nonce. */
  nonce: bigint;
  /** The last second at which the consent is good. */
  deadline: number;
};

/** @returns The typed data that a payee signs for {@link refund}. */
export function refundConsentTypedData({
  channelId,
  amountWei,
  nonce,
  deadline,
  ...contract
}: RefundConsentParameters) {
  return {
    domain: voucherDomain(contract),
    types: {
      RefundConsent: [
        { name: "channelId", type: "bytes32" },
        { name: "amount", type: "uint96" },
        { name: "nonce", type: "uint64" },
        { name: "deadline", type: "uint40" },
      ],
    },
    primaryType: "RefundConsent",
    message: { channelId, amount: amountWei, nonce, deadline },
  } as const;
}

/**
 * Signs the payee's consent that the payer closes the channel at once.
 *
 * @example
 * const consent = await signCloseConsent(payeeClient, { chainId, paymentChannels, channelId, settledWei, deadline });
 */
export function signCloseConsent(client: SigningClient, parameters: CloseConsentParameters): Promise<Hex> {
  return signTypedMessage(client, closeConsentTypedData(parameters));
}

/**
 * Signs the payee's consent that the payer takes back a part of the deposit.
 *
 * @example
 * const terms = { amountWei, nonce: 0n, deadline };
 * const consent = await signRefundConsent(payeeClient, { chainId, paymentChannels, channelId, ...terms });
 */
export function signRefundConsent(client: SigningClient, parameters: RefundConsentParameters): Promise<Hex> {
  return signTypedMessage(client, refundConsentTypedData(parameters));
}
