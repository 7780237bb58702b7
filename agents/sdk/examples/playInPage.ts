// SPDX-License-Identifier: MIT
// The lines of the README that a page needs to play and pay; a bundler takes them with `viem` and `mediabunny`.
import {
  createPublicClient,
  createWalletClient,
  custom,
  type EIP1193Provider,
  type Hex,
  http,
  parseEther,
} from "viem";
import { mainnet } from "viem/chains";
import type { TributaryAddresses } from "../addresses.ts";
import { browserSessionStore } from "../channels/browserSessionStore.ts";
import type { VideoLike } from "../player/pageMedia.ts";
import { play } from "../player/play.ts";
import { playIn } from "../player/playIn.ts";
import { tributaryActions } from "../tributaryActions.ts";

declare const document: { querySelector(selector: "video"): VideoLike | null };
declare const ethereum: EIP1193Provider;

export async function playInPage(addresses: TributaryAddresses, contentId: Hex, sequencerUrl: string) {
  const chain = mainnet;
  const client = createPublicClient({ chain, transport: http() }).extend(tributaryActions(addresses));
  const transport = custom(ethereum);
  const [account] = await createWalletClient({ chain, transport }).requestAddresses();
  const wallet = createWalletClient({ account: account!, chain, transport }).extend(
    tributaryActions(addresses),
  );

  const content = await client.content.getContent({ contentId });
  const { session } = await wallet.channel.openKeptSession({
    ...{ store: browserSessionStore(), sequencerUrl, payee: content.payee },
    ...{ windowSec: 3_600, depositWei: parseEther("2") },
  });
  const video = document.querySelector("video")!;
  const { secondsPlayed } = await play({
    ...{ content, edges: await client.content.getEdges(), paymentSession: session },
    court: { chainId: chain.id, contentCourt: addresses.contentCourt },
    ...playIn(video),
  });
  return secondsPlayed;
}
