// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { type AnyClient, signingClient } from "../chain/clients.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import { type ChannelsContract, channelsOf, type SignerOptions } from "./channel.ts";
import { voucherDomain } from "./voucher.ts";

export type CloseConsent = {
  channelId: Hex;
  /** All that the channel ever pays, in wei. */
  settledWei: bigint;
  /** The last second at which the consent is good. */
  deadline: number;
};

export type CloseConsentParameters = ChannelsContract & CloseConsent;

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

export type RefundConsent = {
  channelId: Hex;
  amountWei: bigint;
  /** A uint64 that serves once in a channel: sign anew, with another deadline or amount, under the same nonce. */
  consentNonce: bigint;
  /** The last second at which the consent is good. */
  deadline: number;
};

export type RefundConsentParameters = ChannelsContract & RefundConsent;

/** @returns The typed data that a payee signs for {@link refund}. */
export function refundConsentTypedData({
  channelId,
  amountWei,
  consentNonce,
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
    message: { channelId, amount: amountWei, nonce: consentNonce, deadline },
  } as const;
}

/**
 * Signs the payee's consent that the payer closes the channel at once.
 *
 * @example
 * const consent = await payeeClient.channel.signCloseConsent({ channelId, settledWei, deadline });
 */
export async function signCloseConsent(
  anyClient: AnyClient,
  parameters: SignerOptions & CloseConsent,
): Promise<Hex> {
  const client = signingClient(anyClient, parameters.account);
  const { channelId, settledWei, deadline } = parameters;
  const terms = { ...channelsOf(client, parameters), channelId, settledWei, deadline };
  return signTypedMessage(client, closeConsentTypedData(terms));
}

/**
 * Signs the payee's consent that the payer takes back a part of the deposit.
 *
 * @example
 * const terms = { amountWei, consentNonce: 0n, deadline };
 * const consent = await payeeClient.channel.signRefundConsent({ channelId, ...terms });
 */
export async function signRefundConsent(
  anyClient: AnyClient,
  parameters: SignerOptions & RefundConsent,
): Promise<Hex> {
  const client = signingClient(anyClient, parameters.account);
  const { channelId, amountWei, consentNonce, deadline } = parameters;
  const terms = { ...channelsOf(client, parameters), channelId, amountWei, consentNonce, deadline };
  return signTypedMessage(client, refundConsentTypedData(terms));
}
