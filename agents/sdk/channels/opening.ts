// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import type { SigningClient } from "../chain/confirmWrite.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import type { ChannelKey, ChannelsContract } from "./channel.ts";
import { voucherDomain } from "./voucher.ts";

/** A channel that anyone may open on the payer's signature, out of the payer's prepaid balance. */
export type OpeningParameters = ChannelsContract & { key: ChannelKey; windowSec: number; depositWei: bigint };

/** @returns The typed data that a payer signs for {@link openFor}. */
export function openingTypedData({ key, windowSec, depositWei, ...contract }: OpeningParameters) {
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
      ],
    },
    primaryType: "Open",
    message: { ...key, windowSec, deposit: depositWei },
  } as const;
}

/**
 * Signs the payer's order to open a channel.
 *
 * @example
 * const signature = await signOpening(payerClient, { chainId, paymentChannels, key, windowSec: 3_600, depositWei });
 */
export function signOpening(client: SigningClient, parameters: OpeningParameters): Promise<Hex> {
  return signTypedMessage(client, openingTypedData(parameters));
}
