// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import {
  OpenedEvent,
  openByPasskeyFunction,
  paymentChannelsErrors,
} from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { type Funding, fundFromPrepaid } from "../chain/fundingSource.ts";
import { type OpenedChannel, openedChannel } from "./openedChannel.ts";
import { type Opening, openingStruct } from "./opening.ts";
import type { Passkey } from "./passkey.ts";

/** `passkey` and `assertion`: see {@link signOpeningByPasskey}. */
export type OpenByPasskeyParameters = Opening & {
  passkey: Passkey;
  assertion: Hex;
  /** The payer's prepaid balance by default; else see {@link signOpeningFunding}. */
  funding?: Funding | undefined;
};
export type OpenByPasskeyReturnType = OpenedChannel;

/**
 * Opens a channel as the payer's passkey signed, with the payer's money. Anyone may call it, and pays the gas. The payer named
 * the passkey before, by {@link setPasskey}.
 *
 * @throws ContractRefused, as of `PaymentChannels_SignatureInvalid`, `PaymentChannels_DeadlinePassed` or
 * `Deposits_PrepaidTooLow`.
 * @example
 * const signed = await client.channel.signOpeningByPasskey({ ...opening, passkey: toWebAuthnAccount({ credential }) });
 * const { channelId } = await relayerClient.channel.openByPasskeySync({ ...opening, ...signed });
 */
export const openByPasskey = defineWrite({
  contract: "paymentChannels",
  functions: [openByPasskeyFunction],
  event: OpenedEvent,
  errors: paymentChannelsErrors,
  call: ({ passkey, assertion, funding = fundFromPrepaid(), ...opening }: OpenByPasskeyParameters) => ({
    args: [openingStruct(opening), funding, passkey.x, passkey.y, assertion],
  }),
  result: (event, _, context) => openedChannel(event, context),
});
