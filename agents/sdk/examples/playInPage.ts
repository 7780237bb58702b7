// SPDX-License-Identifier: MIT
// The lines of the README that a page needs to play and pay; a bundler takes them with `viem` and `mediabunny`.
import { createPublicClient, createWalletClient, custom, type Hex, http, parseEther } from "viem";
import { mainnet } from "viem/chains";
import type { TributaryAddresses } from "../addresses.ts";
import { browserSessionStore } from "../channels/browserSessionStore.ts";
import { errorOf } from "../errors/chainErrors.ts";
import type { VideoLike } from "../player/pageMedia.ts";
import { play } from "../player/play.ts";
import { playIn } from "../player/playIn.ts";
import { tributaryActions } from "../tributaryActions.ts";
import { announcedWallet } from "./announcedWallet.ts";

declare const document: { querySelector(selector: "video"): VideoLike | null };

type Page = { addresses: TributaryAddresses; contentId: Hex; sequencerUrl: string };

/** Plays a work in the page's `<video>`. `say` shows the viewer what is waited for, and what went wrong. */
export async function playInPage(page: Page, say: (text: string) => void): Promise<number> {
  try {
    return await playAndSay(page, say);
  } catch (thrown) {
    const error = errorOf(thrown, "the request");
    say(`Stopped: ${error.message}.${error.retryable ? " Trying again can help." : ""}`);
    throw error;
  }
}

async function playAndSay(
  { addresses, contentId, sequencerUrl }: Page,
  say: (text: string) => void,
): Promise<number> {
  const chain = mainnet;
  const client = createPublicClient({ chain, transport: http() }).extend(tributaryActions(addresses));
  say("Connecting: confirm in the wallet.");
  const transport = custom(await announcedWallet());
  const [account] = await createWalletClient({ chain, transport }).requestAddresses();
  const wallet = createWalletClient({ account: account!, chain, transport }).extend(
    tributaryActions(addresses),
  );
  if ((await wallet.getChainId()) !== chain.id) {
    say(`The wallet is on another chain: confirm the switch to chain ${chain.id}.`);
    await wallet.switchChain(chain);
  }

  const content = await client.content.getContent({ contentId });
  const { session } = await wallet.channel.openKeptSession({
    ...{ store: browserSessionStore(), sequencerUrl, payee: content.payee },
    ...{ windowSec: 3_600, depositWei: parseEther("2") },
    onStored: () => say("Depositing 2 STREAM: confirm in the wallet."),
    onWait: ({ json }) => say(`Waiting for the sequencer: ${json.detail}`),
  });
  say("Ready to play.");
  const video = document.querySelector("video")!;
  const { secondsPlayed } = await play({
    ...{ content, edges: await client.content.getEdges(), paymentSession: session },
    court: { chainId: chain.id, contentCourt: addresses.contentCourt },
    onSecond: ({ second }) => say(`${second + 1} s played and paid.`),
    ...playIn(video),
  });
  say(`Played to the end: ${secondsPlayed} s.`);
  return secondsPlayed;
}
