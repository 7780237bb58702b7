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
import { type Payee, payeeOfSplit } from "../../sdk/chain/payee.ts";
import { VIEWER_WEI } from "./cast.ts";
import type { Work } from "./publishing.ts";
import type { Telling } from "./telling.ts";

const STREAMERS = ["Stella", "Petra", "Paul"];
const STREAM_SEC = 600n;
const DAY_SEC = 86_400n;
const RATE_PLACES = 16n;

type Payer = { account: { address: Address }; wallet: SigningClient };

/** Viewers who pay on chain, while they watch. */
export type Streaming = { stop(): Promise<void> };

/** The act: Stella streams to `work`, Petra and Paul take seats in its pool, until {@link endStreams}. */
export async function beginStreams({ chain, cast, screen }: Telling, work: Work): Promise<Streaming> {
  const [viewer, ...subscribers] = [...(await cast.makeAll(STREAMERS, VIEWER_WEI)).values()];
  const content = { contentId: work.contentId, payee: payeeOfSplit(work.split) };
  return screen.during(
    "a viewer opens a stream, and two take seats in a pool",
    () => startStreaming(chain, content, viewer!, subscribers),
    () => `${STREAMERS[0]} streams to ${work.title}, ${STREAMERS.slice(1).join(" and ")} sit in its pool`,
  );
}

/** The act's end: the money is collected, and the rest goes back. */
export async function endStreams({ screen }: Telling, streaming: Streaming): Promise<void> {
  await screen.during(
    "the stream and the pool are collected, and end",
    () => streaming.stop(),
    () => "the stream and the pool have paid for each second; the rest went back to the viewers",
  );
}

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
