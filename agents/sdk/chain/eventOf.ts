// SPDX-License-Identifier: MIT
import {
  type Abi,
  type AbiEvent,
  type Address,
  type ContractEventName,
  isAddressEqual,
  type ParseEventLogsReturnType,
  parseEventLogs,
  type TransactionReceipt,
} from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import type { ArgsOfEvent } from "./namedInputs.ts";

/** The arguments of an event. */
export type EventArgs<abi extends Abi, eventName extends ContractEventName<abi>> = ParseEventLogsReturnType<
  abi,
  eventName,
  true
>[number]["args"];

type Logs = Pick<TransactionReceipt, "logs">;

/** @returns The arguments of the first `eventName` that `address` emitted in a mined transaction. */
export function eventOf<const abi extends Abi, eventName extends ContractEventName<abi>>(
  { logs }: Logs,
  { abi, address, eventName }: { abi: abi; address: Address; eventName: eventName },
): EventArgs<abi, eventName> {
  const [event] = parseEventLogs<abi, true, eventName>({ abi, eventName, logs: ownLogs(logs, address) });
  if (event === undefined) throw new TributaryError(`${address} emitted no ${eventName} in this transaction`);
  return event.args;
}

/** @returns The arguments of each `event` that `address` emitted in a mined transaction; none for a call without it. */
export function eventsOf<const event extends AbiEvent>(
  { logs }: Logs,
  { address, event }: { address: Address; event: event },
): ArgsOfEvent<event>[] {
  return parseEventLogs({ abi: [event] as Abi, logs: ownLogs(logs, address) }).map(
    (log) => (log as unknown as { args: ArgsOfEvent<event> }).args,
  );
}

const ownLogs = (logs: TransactionReceipt["logs"], address: Address) =>
  logs.filter((log) => isAddressEqual(log.address, address));
