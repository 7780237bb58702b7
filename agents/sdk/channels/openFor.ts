// SPDX-License-Identifier: MIT
import type { Hex } from "viem";
import { OpenedEvent, openForFunction, paymentChannelsErrors } from "../abis/paymentChannels.generated.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { type Funding, fundFromPrepaid } from "../chain/fundingSource.ts";
import { normalizeSignature } from "../chain/signature.ts";
import { type OpenedChannel, openedChannel } from "./openedChannel.ts";
import { type Opening, openingStruct } from "./opening.ts";

export type OpenForParameters = Opening & {
  /** The payer's, see {@link signOpening}. */
  signature: Hex;
  /** The payer's prepaid balance by default; else see {@link signOpeningFunding}. */
  funding?: Funding | undefined;
};
export type OpenForReturnType = OpenedChannel;

/**
 * Opens a channel on the payer's signature, with the payer's money. Anyone may call it, and pays the gas.
 *
 * @throws ContractRefused, as of `PaymentChannels_SignatureInvalid`, `PaymentChannels_DeadlinePassed` or
 * `Deposits_PrepaidTooLow`.
 * @example
 * const { channelId } = await relayerClient.channel.openForSync({ ...opening, funding, signature });
 */
export const openFor = defineWrite({
  contract: "paymentChannels",
  functions: [openForFunction],
  event: OpenedEvent,
  errors: paymentChannelsErrors,
  call: ({ signature, funding = fundFromPrepaid(), ...opening }: OpenForParameters) => ({
    args: [openingStruct(opening), funding, normalizeSignature(signature)],
  }),
  result: (event, _, context) => openedChannel(event, context),
});
