// SPDX-License-Identifier: MIT
import type {
  Abi,
  Address,
  Client,
  ContractEventName,
  GetContractEventsParameters,
  GetContractEventsReturnType,
} from "viem";
import { getBlockNumber, getContractEvents } from "viem/actions";
import { readRanges } from "./blockRanges.ts";

export type ReadEventsParameters<abi extends Abi, eventName extends ContractEventName<abi>> = {
  abi: abi;
  address: Address;
  eventName: eventName;
  /** Filters by indexed arguments. */
  args?: GetContractEventsParameters<abi, eventName>["args"];
  fromBlock: bigint;
  /** The latest block by default. */
  toBlock?: bigint;
};

/** Most RPCs take fewer: the range is halved for as long as the RPC refuses. */
const FIRST_RANGE = 100_000n;

/**
 * Reads the events of a contract, in order, in ranges as long as the RPC takes. Every reader of the SDK's logs goes through
 * this function.
 *
 * @example
 * const registered = await readEvents(client, { abi: contentRegistryAbi, address, eventName: "ContentRegistered", fromBlock });
 */
export async function readEvents<const abi extends Abi, eventName extends ContractEventName<abi>>(
  client: Client,
  { fromBlock, toBlock, ...filter }: ReadEventsParameters<abi, eventName>,
): Promise<GetContractEventsReturnType<abi, eventName, true>> {
  const last = toBlock ?? (await getBlockNumber(client, { cacheTime: 0 }));
  const events: unknown[] = [];
  const ranges = readRanges({ fromBlock, toBlock: last, maxRange: FIRST_RANGE }, (range) =>
    getContractEvents(client, {
      ...filter,
      ...range,
      strict: true,
    } as unknown as GetContractEventsParameters),
  );
  for await (const some of ranges) events.push(...some);
  return events as GetContractEventsReturnType<abi, eventName, true>;
}
