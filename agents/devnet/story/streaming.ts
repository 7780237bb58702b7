// SPDX-License-Identifier: GPL-3.0-or-later
import { type Abi, type Address, type Hex, maxUint256 } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import {
  contentRegistryAbi,
  streamingProtocolAbi,
  streamPoolsAbi,
  streamTokenAbi,
} from "../../sdk/abis.generated.ts";
import { confirmWrite, type SigningClient } from "../../sdk/chain/confirmWrite.ts";
import type { Payee } from "../../sdk/chain/payee.ts";

const STREAM_SEC = 600n;
const DAY_SEC = 86_400n;
const RATE_PLACES = 16n;

type Payer = { account: { address: Address }; wallet: SigningClient };

/** Viewers who pay on chain, while they watch. */
export type Streaming = { stop(): Promise<void> };

/** Opens a stream of `viewer`, and seats of `subscribers` in the content's pool. {@link Streaming.stop} collects, and ends them. */
export async function startStreaming(
  chain: ChainConnection,
  { contentId, payee }: { contentId: Hex; payee: Payee },
  viewer: Payer,
  subscribers: readonly Payer[],
): Promise<Streaming> {
  const { ContentRegistry, StreamingProtocol, StreamPools, StreamToken } = chain.deployment.contracts;
  const { ratePerSecond: rate } = await chain.publicClient.readContract({
    address: ContentRegistry,
    abi: contentRegistryAbi,
    functionName: "contentOf",
    args: [contentId],
  });
  const { timestamp } = await chain.publicClient.getBlock();
  const pool = { contentId, payee, token: StreamToken };
  const tomorrow = timestamp / DAY_SEC + 1n;

  const write = (person: Payer, address: Address, abi: Abi, functionName: string, args: readonly unknown[]) =>
    confirmWrite(person.wallet, { address, abi, functionName, args });
  const approve = (person: Payer, spender: Address) =>
    write(person, StreamToken, streamTokenAbi, "approve", [spender, maxUint256]);

  await approve(viewer, StreamingProtocol);
  await write(viewer, StreamingProtocol, streamingProtocolAbi, "initiateStream", [
    contentId,
    STREAM_SEC,
    rate,
  ]);
  for (const subscriber of subscribers) {
    await approve(subscriber, StreamPools);
    const byAllowance = { source: 0, authorization: "0x" };
    await write(subscriber, StreamPools, streamPoolsAbi, "joinPool", [
      pool,
      rate << RATE_PLACES,
      tomorrow,
      byAllowance,
    ]);
  }

  return {
    async stop() {
      const id = await chain.publicClient.readContract({
        address: StreamingProtocol,
        abi: streamingProtocolAbi,
        functionName: "streamIdOf",
        args: [viewer.account.address, viewer.account.address, contentId, 0n],
      });
      const key = { id, payee, token: StreamToken };
      // anyone may: here each pays for what they want to happen
      await write(viewer, StreamingProtocol, streamingProtocolAbi, "withdraw", [key]);
      await write(viewer, StreamPools, streamPoolsAbi, "collectPool", [pool]);
      for (const subscriber of subscribers) {
        await write(subscriber, StreamPools, streamPoolsAbi, "leavePool", [pool]);
      }
      await write(viewer, StreamPools, streamPoolsAbi, "collectPool", [pool]);
      await write(viewer, StreamingProtocol, streamingProtocolAbi, "cancel", [key]);
    },
  };
}
