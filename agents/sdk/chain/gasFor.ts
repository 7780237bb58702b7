// SPDX-License-Identifier: MIT
import {
  type Abi,
  type Address,
  concatHex,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  numberToHex,
} from "viem";
import { estimateGas, getBlock } from "viem/actions";
import type { SigningClient } from "./clients.ts";

/** A call of any contract; callers' requests are checked against their ABI. */
export type Call = {
  abi: Abi;
  address: Address;
  functionName: string;
  args?: readonly unknown[];
  value?: bigint | undefined;
  /** The bytes behind the call data: the sender, of a call through a forwarder. */
  dataSuffix?: Hex | undefined;
};

/** The time from now for which gas is estimated too; the permits that the SDK signs last longer. */
const LATER_SEC = 1_800n;
/** Gas for what time changes past both estimates: one more transfer, and one more storage word to write. */
const FOR_TIME = 60_000n;
/** The most gas of one transaction (EIP-7825). */
export const MOST_GAS = 16_777_216n;

/**
 * The gas limit for a call whose cost depends on the second in which the call is mined: money that accrues in between
 * costs a transfer and a storage word for each stream. So gas is estimated for now and for a later time, and raised.
 */
export async function gasFor(
  client: SigningClient,
  { address, value, dataSuffix = "0x", ...call }: Call,
): Promise<bigint> {
  const data = concatHex([encodeFunctionData(call), dataSuffix]);
  const [now, later] = await Promise.all([
    estimateGas(client, { account: client.account, to: address, data, ...(value && { value }) }),
    estimateLater(client, {
      from: client.account.address,
      to: address,
      data,
      value: numberToHex(value ?? 0n),
    }),
  ]);
  const most = later > now ? later : now;
  const gas = (most * 5n) / 4n + FOR_TIME;
  return gas < MOST_GAS ? gas : MOST_GAS > most ? MOST_GAS : most;
}

/** Zero when the node takes no other time, or the call is impossible then. */
async function estimateLater(client: SigningClient, transaction: Record<string, Hex>): Promise<bigint> {
  try {
    const { timestamp } = await getBlock(client);
    const blockOverrides = { time: numberToHex(timestamp + LATER_SEC) };
    // viem's types do not know the fourth parameter
    const request = { method: "eth_estimateGas", params: [transaction, "latest", {}, blockOverrides] };
    return hexToBigInt(await (client.request as (request: unknown) => Promise<Hex>)(request));
  } catch {
    return 0n;
  }
}
