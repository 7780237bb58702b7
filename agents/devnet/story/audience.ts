// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Hex } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { PaymentSession } from "../../sdk/channels/paymentSession.ts";
import type { EdgeFailure } from "../../sdk/content/fetchChunk.ts";
import { readContent } from "../../sdk/content/readContent.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { watch } from "../../sdk/player/watch.ts";
import { openNewChannel } from "../../wallet/sessionKeys.ts";
import type { Person } from "./cast.ts";
import type { Work } from "./works.ts";

const WINDOW_SEC = 3_600;

/** What a viewer did. */
export type Viewing = {
  viewer: Person;
  work: Work;
  channelId: Hex;
  secondsWatched: number;
  mediaBytes: number;
  /** What its vouchers promise, in wei. */
  paidWei: bigint;
  /** Chunks that it had to ask another edge for. */
  failures: EdgeFailure[];
};

/** Opens a channel to the work's payee, watches, and pays for each second. */
export async function view(options: {
  chain: ChainConnection;
  directory: string;
  viewer: Person;
  work: Work;
  edges: readonly Edge[];
  sequencerUrl: string;
  seconds: number;
  signal: AbortSignal;
}): Promise<Viewing> {
  const { chain, viewer, work, edges, sequencerUrl, seconds, signal } = options;
  const { ContentRegistry, ContentCourt, PaymentChannels } = chain.deployment.contracts;
  const content = await readContent(chain.publicClient, {
    contentRegistry: ContentRegistry,
    contentId: work.contentId,
  });
  const wallet = {
    account: viewer.account,
    chain: { ...chain, walletClient: viewer.wallet },
    directory: join(options.directory, viewer.name),
  };
  // twice the price, so that something is left to account for
  const depositWei = 2n * content.ratePerSecondWei * BigInt(Math.min(seconds, work.durationSec));
  const { channelId, key, sessionAccount } = await openNewChannel(wallet, {
    payee: content.payee,
    depositWei,
    windowSec: WINDOW_SEC,
  });
  const paymentSession = new PaymentSession({
    chainId: chain.chainId,
    paymentChannels: PaymentChannels,
    key,
    sessionAccount,
    sequencerUrl,
    depositWei,
  });
  const watched = await watch({
    content,
    court: { chainId: chain.chainId, contentCourt: ContentCourt },
    edges,
    paymentSession,
    seconds,
    signal,
  });
  return { viewer, work, channelId, ...watched };
}
