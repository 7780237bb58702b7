// SPDX-License-Identifier: MIT
import type { Abi, ContractEventName, Hash, TransactionReceipt } from "viem";
import { errorOf } from "../errors/chainErrors.ts";
import type { SigningClient } from "./clients.ts";
import { type EventArgs, eventOf } from "./eventOf.ts";
import type { Call } from "./gasFor.ts";
import { sendWrite, type TransactionOptions } from "./sendWrite.ts";
import { waitMined } from "./waitMined.ts";

/** A call, and the event without which the call did not do its work. */
export type WriteRequest<abi extends Abi, eventName> = TransactionOptions &
  Call & { abi: abi; eventName?: eventName | undefined };

/** The receipt, and the arguments of the required event. */
export type Confirmed<abi extends Abi, eventName extends ContractEventName<abi>> = TransactionReceipt & {
  event: [eventName] extends [never] ? undefined : EventArgs<abi, eventName>;
};

/**
 * Sends a call, waits until the call is mined, and reads its event.
 *
 * @throws The errors of {@link sendWrite}; TransactionReplaced when the wallet cancelled or replaced the call;
 * TransactionReverted; TransactionPending.
 */
export async function confirmWrite<const abi extends Abi, eventName extends ContractEventName<abi> = never>(
  client: SigningClient,
  request: WriteRequest<abi, eventName>,
): Promise<Confirmed<abi, eventName>> {
  return confirmed(client, request, await sendWrite(client, request));
}

/** Waits until a sent call is mined, and reads its event. */
export async function confirmed<const abi extends Abi, eventName extends ContractEventName<abi> = never>(
  client: SigningClient,
  {
    eventName,
    ...call
  }: Pick<WriteRequest<abi, eventName>, "abi" | "address" | "functionName" | "eventName">,
  hash: Hash,
): Promise<Confirmed<abi, eventName>> {
  try {
    const receipt = await waitMined(client, call.functionName, hash);
    const event = eventName === undefined ? undefined : eventOf(receipt, { ...call, eventName });
    return { ...receipt, event } as Confirmed<abi, eventName>;
  } catch (error) {
    throw errorOf(error, call.functionName);
  }
}
