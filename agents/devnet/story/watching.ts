// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { Hex } from "viem";
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import { PaymentSession } from "../../sdk/channels/paymentSession.ts";
import type { EdgeFailure } from "../../sdk/content/fetchChunk.ts";
import { getContent } from "../../sdk/content/getContent.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { play } from "../../sdk/player/play.ts";
import { openNewChannel } from "../../wallet/sessionKeys.ts";
import { type Person, VIEWER_WEI } from "./cast.ts";
import type { Work } from "./publishing.ts";
import type { Telling } from "./telling.ts";

const VIEWERS = ["Vera", "Viktor", "Violet", "Vito", "Vivian"];
const WINDOW_SEC = 3_600;

/** What a viewer did. */
export type Viewing = {
  viewer: Person;
  work: Work;
  channelId: Hex;
  secondsPlayed: number;
  mediaBytes: number;
  /** What its vouchers promise, in wei. */
  paidWei: bigint;
  /** Chunks that it had to ask another edge for. */
  failures: EdgeFailure[];
};

/** The act: viewers watch the works, and pay. Throws unless the bad chunk was met, since the drill is for it. */
export async function watchWorks(
  { chain, agents, cast, directory, screen, seconds, signal }: Telling,
  works: readonly Work[],
): Promise<Viewing[]> {
  const viewers = [...(await cast.makeAll(VIEWERS, VIEWER_WEI)).values()];
  return screen.during(
    `${viewers.length} viewers watch, and pay for each second`,
    () =>
      Promise.all(
        viewers.map((viewer, number) =>
          view({
            chain,
            directory,
            viewer,
            work: works[number % works.length]!,
            // each begins at another edge, so that one at least begins at the liar
            edges: agents.edges.map((_, i) => agents.edges[(i + number) % agents.edges.length]!),
            sequencerUrl: agents.sequencer.url,
            seconds,
            signal,
          }),
        ),
      ),
    tellOf,
  );
}

function tellOf(viewings: readonly Viewing[]): string {
  const seconds = viewings.reduce((sum, { secondsPlayed }) => sum + secondsPlayed, 0);
  const bytes = viewings.reduce((sum, { mediaBytes }) => sum + mediaBytes, 0);
  const misled = viewings.filter(({ failures }) => failures.length > 0).map(({ viewer }) => viewer.name);
  if (misled.length === 0) throw new Error("no viewer met the bad chunk: the drill did not work");
  return `${viewings.length} viewers watched ${seconds} s, ${(bytes / 1e6).toFixed(1)} MB, each chunk verified; ${misled.join(" and ")} met a bad one, and got it from another edge`;
}

/** Opens a channel to the work's payee, watches, and pays for each second. */
async function view(options: {
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
  const content = await getContent(chain.publicClient, {
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
  const played = await play({
    content,
    court: { chainId: chain.chainId, contentCourt: ContentCourt },
    edges,
    paymentSession,
    seconds,
    signal,
  });
  return { viewer, work, channelId, ...played };
}
