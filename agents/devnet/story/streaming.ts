// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import type { SigningClient } from "../../sdk/chain/clients.ts";
import { type Payee, payeeOfSplit } from "../../sdk/chain/payee.ts";
import { dayOf } from "../../sdk/pools/pool.ts";
import { rateOf } from "../../sdk/streams/rate.ts";
import type { StreamKey } from "../../sdk/streams/stream.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { VIEWER_WEI } from "./cast.ts";
import type { Work } from "./publishing.ts";
import type { Telling } from "./telling.ts";

const STREAMERS = ["Stella", "Petra", "Paul"];
const STREAM_SEC = 600;

type Payer = { account: { address: Address }; wallet: SigningClient };

/** Viewers who pay on chain, while they watch. */
export type Streaming = { key: StreamKey; stop(): Promise<void> };

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
  const { publicClient, deployment } = chain;
  const actionsOf = ({ wallet }: Payer) => wallet.extend(tributaryActions(addressesOf(deployment)));
  const { content, stream, pool } = actionsOf(viewer);
  const seats = subscribers.map((subscriber) => actionsOf(subscriber).pool);
  const { ratePerSecondWei } = await content.getContent({ contentId });
  const { timestamp } = await publicClient.getBlock();
  const lastDay = dayOf(Number(timestamp)) + 1;
  const seated = { contentId, payee, token: deployment.contracts.StreamToken };

  const { key } = await stream.initiateSync({ contentId, durationSec: STREAM_SEC, ratePerSecondWei });
  const rate = rateOf({ amountWei: ratePerSecondWei, perSeconds: 1 });
  for (const seat of seats) await seat.joinSync({ key: seated, rate, lastDay });

  return {
    key,
    async stop() {
      // anyone may: here each pays for what they want to happen
      await stream.withdrawSync({ key });
      await pool.collectSync({ key: seated });
      for (const seat of seats) await seat.leaveSync({ key: seated });
      await pool.collectSync({ key: seated });
      await stream.cancelSync({ key });
    },
  };
}
