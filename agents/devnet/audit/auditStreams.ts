// SPDX-License-Identifier: GPL-3.0-or-later
import { getContract } from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import type { Deployment } from "../../kernel/chain/deployment.ts";
import { streamingProtocolAbi, streamPoolsAbi, streamTokenAbi } from "../../sdk/abis.generated.ts";
import type { Payee } from "../../sdk/chain/payee.ts";
import type { Check } from "./check.ts";
import { sum } from "./history.ts";
import type { PaidTime, StreamHistory } from "./streamHistory.ts";

/** The revenue of each payee from the streams and pools of a run, and the part that waits for a payout. */
export type StreamRevenue = { paidTo(payee: Payee): bigint; waitingFor(payee: Payee): Promise<bigint> };

/** Adds up the streams and seats, by time and by token. */
export async function auditStreams(
  client: ChainClient,
  deployment: Deployment,
  { streams, seats, collected }: StreamHistory,
): Promise<{ checks: Check[]; revenue: StreamRevenue }> {
  const { StreamToken, StreamingProtocol, StreamPools } = deployment.contracts;
  const token = getContract({ client, address: StreamToken, abi: streamTokenAbi });
  const holders = [
    getContract({ client, address: StreamingProtocol, abi: streamingProtocolAbi }),
    getContract({ client, address: StreamPools, abi: streamPoolsAbi }),
  ] as const;
  const payees = [...new Set([...streams, ...seats].map(({ payee }) => payee))];

  const held = await Promise.all(
    holders.map(async ({ address, read }, i) => ({
      property: "PAY-2",
      what: `${i === 0 ? "StreamingProtocol" : "StreamPools"} holds what is owed, since nothing streams any more`,
      expected: sum(await Promise.all(payees.map((payee) => read.owed([payee, StreamToken])))),
      actual: await token.read.balanceOf([address]),
    })),
  );
  return {
    checks: [
      ...streams.map((stream, i) => ({
        property: "PAY-1",
        what: `stream ${i + 1} paid for ${stream.seconds} s`,
        expected: earned([stream]),
        actual: stream.withdrawn,
      })),
      {
        property: "PAY-1",
        what: "pools paid for the seconds of every seat",
        expected: earned(seats),
        actual: sum(collected.map(({ amountWei }) => amountWei)),
      },
      ...held,
    ],
    revenue: {
      paidTo: (payee) =>
        sum(streams.filter((stream) => stream.payee === payee).map(({ withdrawn }) => withdrawn)) +
        sum(collected.filter((payment) => payment.payee === payee).map(({ amountWei }) => amountWei)),
      waitingFor: async (payee) =>
        sum(await Promise.all(holders.map(({ read }) => read.owed([payee, StreamToken])))),
    },
  };
}

const earned = (times: readonly PaidTime[]) => sum(times.map(({ rate, seconds }) => rate * seconds)) >> 16n;
