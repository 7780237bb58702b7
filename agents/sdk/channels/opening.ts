// SPDX-License-Identifier: MIT
import { type Hex, hashTypedData } from "viem";
import type { SigningClient } from "../chain/confirmWrite.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import type { ChannelKey, ChannelsContract } from "./channel.ts";
import { voucherDomain } from "./voucher.ts";

/** A channel that anyone may open on the payer's signature. */
export type Opening = {
  key: ChannelKey;
  windowSec: number;
  depositWei: bigint;
  /** The last second at which the signature is good. */
  deadline: number;
};
export type OpeningParameters = ChannelsContract & Opening;

/** @returns The typed data that a payer signs for {@link openFor}. */
export function openingTypedData({ key, windowSec, depositWei, deadline, ...contract }: OpeningParameters) {
  return {
    domain: voucherDomain(contract),
    types: {
      Open: [
        { name: "payer", type: "address" },
        { name: "payee", type: "bytes32" },
        { name: "token", type: "address" },
        { name: "salt", type: "uint64" },
        { name: "sessionKey", type: "address" },
        { name: "windowSec", type: "uint24" },
        { name: "deposit", type: "uint96" },
        { name: "deadline", type: "uint40" },
      ],
    },
    primaryType: "Open",
    message: { ...key, windowSec, deposit: depositWei, deadline },
  } as const;
}

/** @returns The digest that the payer signs, and the nonce of an EIP-3009 authorization that funds the opening. */
export const openingDigest = (parameters: OpeningParameters): Hex =>
  hashTypedData(openingTypedData(parameters));

/**
 * Signs the payer's order to open a channel.
 *
 * @example
 * const signature = await signOpening(payerClient, { chainId, paymentChannels, key, windowSec: 3_600, depositWei, deadline });
 */
export function signOpening(client: SigningClient, parameters: OpeningParameters): Promise<Hex> {
  return signTypedMessage(client, openingTypedData(parameters));
}
