// SPDX-License-Identifier: MIT
import {
  type Abi,
  type Address,
  type ContractEventName,
  isAddressEqual,
  type ParseEventLogsReturnType,
  parseEventLogs,
  type TransactionReceipt,
} from "viem";

/** The arguments of an event. */
export type EventArgs<abi extends Abi, eventName extends ContractEventName<abi>> = ParseEventLogsReturnType<
  abi,
  eventName,
  true
>[number]["args"];

/** @returns The arguments of the first `eventName` that `address` emitted in a mined transaction. */
export function eventOf<const abi extends Abi, eventName extends ContractEventName<abi>>(
  { logs }: Pick<TransactionReceipt, "logs">,
  { abi, address, eventName }: { abi: abi; address: Address; eventName: eventName },
): EventArgs<abi, eventName> {
  const own = logs.filter((log) => isAddressEqual(log.address, address));
  const [event] = parseEventLogs<abi, true, eventName>({ abi, eventName, logs: own });
  if (event === undefined) throw new Error(`${address} emitted no ${eventName} in this transaction`);
  return event.args;
}
