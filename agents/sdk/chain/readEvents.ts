// SPDX-License-Identifier: MIT
import {
  type Abi,
  type Address,
  BaseError,
  type Client,
  type ContractEventName,
  type GetContractEventsParameters,
  type GetContractEventsReturnType,
  HttpRequestError,
} from "viem";
import { getBlockNumber, getContractEvents } from "viem/actions";

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
  let range = FIRST_RANGE;
  for (let from = fromBlock; from <= last; ) {
    const to = from + range - 1n < last ? from + range - 1n : last;
    try {
      const within = { ...filter, fromBlock: from, toBlock: to, strict: true };
      events.push(...(await getContractEvents(client, within as unknown as GetContractEventsParameters)));
      from = to + 1n;
    } catch (error) {
      if (to === from || !refusesRange(error)) throw error;
      range = (to - from + 1n) / 2n;
    }
  }
  return events as GetContractEventsReturnType<abi, eventName, true>;
}

/** Any refusal counts, since each provider words "too many blocks" its own way; no answer at all does not. */
function refusesRange(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const unanswered = error.walk((cause) => cause instanceof HttpRequestError && cause.status === undefined);
  return unanswered === null;
}
