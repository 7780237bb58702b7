// SPDX-License-Identifier: MIT
import { type Hex, hashTypedData } from "viem";
import { type AnyClient, signingClient } from "../chain/clients.ts";
import { signTypedMessage } from "../chain/signTypedMessage.ts";
import {
  type ChannelKey,
  type ChannelsContract,
  channelsOf,
  type SignerOptions,
  type WithChannels,
} from "./channel.ts";
import { encodeAssertion, type Passkey, type PasskeyAccount, passkeyOf } from "./passkey.ts";
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

/** @returns The opening in the contract's form. */
export const openingStruct = ({ key, windowSec, depositWei, deadline }: Opening) =>
  ({ key, windowSec, deposit: depositWei, deadline }) as const;

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

/**
 * @returns The digest that the payer or its passkey signs, and the nonce of an EIP-3009 authorization that funds the opening.
 */
export const openingDigest = (parameters: OpeningParameters): Hex =>
  hashTypedData(openingTypedData(parameters));

export type SignOpeningParameters = SignerOptions & Opening;

/**
 * Signs the payer's order to open a channel.
 *
 * @example
 * const signature = await payerClient.channel.signOpening({ key, windowSec: 3_600, depositWei, deadline });
 */
export async function signOpening(anyClient: AnyClient, parameters: SignOpeningParameters): Promise<Hex> {
  const client = signingClient(anyClient, parameters.account);
  return signTypedMessage(
    client,
    openingTypedData({ ...openingOf(parameters), ...channelsOf(client, parameters) }),
  );
}

export type SignOpeningByPasskeyParameters = WithChannels & Opening & { passkey: PasskeyAccount };

/**
 * Asks a passkey for the payer's order to open a channel. The client needs no account.
 *
 * @example
 * const passkey = toWebAuthnAccount({ credential }); // of viem/account-abstraction
 * const signed = await client.channel.signOpeningByPasskey({ ...opening, passkey });
 * await relayerClient.channel.openByPasskeySync({ ...opening, ...signed });
 */
export async function signOpeningByPasskey(
  client: AnyClient,
  { passkey, ...parameters }: SignOpeningByPasskeyParameters,
): Promise<{ passkey: Passkey; assertion: Hex }> {
  const hash = openingDigest({ ...openingOf(parameters), ...channelsOf(client, parameters) });
  return { passkey: passkeyOf(passkey.publicKey), assertion: encodeAssertion(await passkey.sign({ hash })) };
}

const openingOf = ({ key, windowSec, depositWei, deadline }: Opening): Opening => ({
  ...{ key, windowSec, depositWei, deadline },
});
