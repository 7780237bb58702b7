// SPDX-License-Identifier: MIT
import type { AbiEvent, Address, Log, WatchContractEventReturnType } from "viem";
import { watchContractEvent } from "viem/actions";
import { errorOf } from "../errors/chainErrors.ts";
import type { AnyClient } from "./clients.ts";
import { addressOf, type Choice, type ContractKey, type Contracts, keyOf } from "./deployment.ts";
import type { ArgsOfEvent } from "./namedInputs.ts";

export type WatchParameters<event extends AbiEvent> = {
  /** Called with each event, in order, as its block comes. */
  onEvent: (args: ArgsOfEvent<event>, log: Log<bigint, number, false>) => void;
  /** Called when the node fails; the watch goes on. */
  onError?: ((error: Error) => void) | undefined;
  /** Filters by indexed arguments. */
  args?: Partial<ArgsOfEvent<event>> | undefined;
  /** The first block of the events; the next block by default. */
  fromBlock?: bigint | undefined;
} & { [key in ContractKey]?: Address | undefined };

/** Watches an event, and returns the function that ends the watch. */
export type Watch<event extends AbiEvent, contracts = ContractKey> = (
  client: AnyClient,
  parameters: WatchParameters<event> & Choice<contracts>,
) => WatchContractEventReturnType;

/**
 * Defines a subscription to an event of a contract, or of one of several.
 *
 * @example
 * export const watchOpened = defineWatch("paymentChannels", OpenedEvent);
 * const unwatch = watchOpened(client, { args: { payer }, onEvent: ({ channelId }) => show(channelId) });
 */
export function defineWatch<const event extends AbiEvent, contracts extends Contracts>(
  contract: contracts,
  event: event,
): Watch<event, contracts> {
  return (client, { onEvent, onError, args, fromBlock, ...given }) =>
    watchContractEvent(client, {
      abi: [event],
      address: addressOf(client.chain, keyOf(contract, given), given as { [key in ContractKey]?: Address }),
      eventName: event.name,
      strict: true,
      ...(args !== undefined && { args }),
      ...(fromBlock !== undefined && { fromBlock }),
      onLogs: (logs: Log<bigint, number, false>[]) => {
        for (const log of logs) onEvent((log as unknown as { args: ArgsOfEvent<event> }).args, log);
      },
      onError: (error: Error) => onError?.(errorOf(error, event.name)),
    } as never);
}
