// SPDX-License-Identifier: GPL-3.0-or-later
import { formatEther, type Hex } from "viem";
import type { ConfigOf } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";
import { openKeptSession } from "../sdk/channels/openKeptSession.ts";
import { PaymentSession } from "../sdk/channels/paymentSession.ts";
import { fetchChunk } from "../sdk/content/fetchChunk.ts";
import { type GetContentReturnType, getContent } from "../sdk/content/getContent.ts";
import { getEdges } from "../sdk/content/getEdges.ts";
import { decodeManifest } from "../sdk/content/manifest.ts";
import { play } from "../sdk/player/play.ts";
import { printable } from "../sdk/wire/printable.ts";
import type { Waiting } from "../sdk/wire/requestJson.ts";
import { loadSessionKey, readChannelKey, sessionsOf } from "../wallet/sessionKeys.ts";
import { asOnlySigner, openWallet, type Wallet } from "../wallet/wallet.ts";
import type { Output } from "./outputFile.ts";
import { answer, note } from "./say.ts";
import type { watchConfig } from "./watch.ts";

type WatchConfig = ConfigOf<typeof watchConfig>;

/** Watches a work. What can fail is tried before a deposit leaves: the work, its edges, and the sequencer. */
export async function watchWork(
  config: WatchConfig,
  contentId: Hex,
  output: Output | undefined,
): Promise<void> {
  const wallet = await openWallet(config, [
    ...["ContentRegistry", "OperatorRegistry", "ContentCourt", "PaymentChannels", "StreamToken"],
  ] as const);
  const { publicClient, chainId, deployment } = wallet.chain;
  const { ContentRegistry, OperatorRegistry, ContentCourt } = deployment.contracts;
  const content = await getContent(publicClient, { contentRegistry: ContentRegistry, contentId });
  const registry = { operatorRegistry: OperatorRegistry, startBlock: deployment.startBlock };
  const edges = await getEdges(publicClient, registry);
  const court = { chainId, contentCourt: ContentCourt };
  const first = await fetchChunk({ content, index: 0, edges, court });
  const manifest = decodeManifest(content, first.bytes);
  const title = printable(manifest.title);

  const { session, channelId } = await openSession(config, wallet, content);
  const wanted = Math.min(config.seconds ?? manifest.durationSec, manifest.durationSec);
  const seconds = affordable(wanted, content.ratePerSecondWei, session);
  const played = await play({
    ...{ content, court, edges, paymentSession: session, seconds },
    onChunk: (bytes) => output?.write(bytes),
    onSecond: ({ second, paidWei }) =>
      note(`${title}: second ${second + 1} of ${manifest.durationSec}, ${formatEther(paidWei)} STREAM`),
  });
  output?.commit();
  for (const { edge, reason } of [...first.failures, ...played.failures])
    note(`${edge.endpoint} failed: ${reason}`);
  answer(
    `watched ${played.secondsPlayed} s for ${formatEther(played.paidWei)} STREAM, through channel ${channelId}`,
  );
}

type WatchWallet = Wallet<"PaymentChannels" | "StreamToken">;

/** Goes on in the channel of the settings, else in a stored one with money left, else in a new one. */
async function openSession(config: WatchConfig, wallet: WatchWallet, content: GetContentReturnType) {
  const { publicClient, walletClient, chainId, deployment } = wallet.chain;
  const { PaymentChannels: paymentChannels, StreamToken: token } = deployment.contracts;
  const posting = { sequencerUrl: config.sequencer, onWait: sayingOnce() };
  if (config.channel) {
    const channelId = config.channel;
    const mine = await loadSessionKey(
      wallet.directory,
      channelId,
      await readChannelKey(wallet.chain, channelId),
    );
    if (mine.key.payee !== content.payee) {
      throw new UserError(
        "The channel's payee is not the work's payee.",
        "Give another --channel, or leave the option out to open a new one.",
      );
    }
    const { deposit, settled } = await getChannel(publicClient, { paymentChannels, channelId });
    const contract = { chainId, paymentChannels };
    const amounts = { depositWei: deposit, paidWei: settled };
    const session = new PaymentSession({ ...contract, ...mine, ...posting, ...amounts });
    await session.begin();
    return { session, channelId };
  }
  const { payee, ratePerSecondWei } = content;
  const { session, stored, resumed } = await asOnlySigner(wallet, () =>
    openKeptSession(walletClient, {
      ...{ ...posting, paymentChannels, token, payee, leastWei: ratePerSecondWei || 1n },
      ...{ store: sessionsOf(wallet.directory), windowSec: config.windowSec, depositWei: config.deposit },
      onStored: (channelId) => note(`opening channel ${channelId}; its key is in ${wallet.directory}`),
    }),
  );
  if (resumed) note(`going on in channel ${stored.channelId}`);
  await session.begin();
  return { session, channelId: stored.channelId };
}

/** The seconds that the channel can pay, of those wanted. */
function affordable(wanted: number, ratePerSecondWei: bigint, { leftWei }: PaymentSession): number {
  if (ratePerSecondWei === 0n) return wanted;
  const paid = leftWei / ratePerSecondWei;
  if (paid >= BigInt(wanted)) return wanted;
  const needed = formatEther(ratePerSecondWei * BigInt(wanted));
  if (paid === 0n) {
    throw new UserError(
      `The channel has ${formatEther(leftWei)} STREAM left, and a second costs ${formatEther(ratePerSecondWei)}.`,
      `Open another with --deposit ${needed}.`,
    );
  }
  note(`the channel pays ${paid} of ${wanted} s; all of them cost ${needed} STREAM`);
  return Number(paid);
}

/** Says what the sequencer waits for: each reason once. */
function sayingOnce(): (waiting: Waiting) => void {
  const said = new Set<unknown>();
  return ({ json: { code, detail } }) => {
    if (said.has(code)) return;
    said.add(code);
    note(`waiting for the sequencer (${code}): ${detail}`);
  };
}
