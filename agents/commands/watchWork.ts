// SPDX-License-Identifier: GPL-3.0-or-later
import { formatEther, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { ConfigOf } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { getChannel } from "../sdk/channels/getChannel.ts";
import { openKeptSession } from "../sdk/channels/openKeptSession.ts";
import { PaymentSession } from "../sdk/channels/paymentSession.ts";
import { type GetContentReturnType, getContent } from "../sdk/content/getContent.ts";
import { getSequencer } from "../sdk/content/getSequencer.ts";
import { mirrorAt } from "../sdk/content/requestChunk.ts";
import { linkKeys } from "../sdk/encryption/keyProvider.ts";
import type { Key } from "../sdk/encryption/keys.ts";
import { openWork } from "../sdk/player/openWork.ts";
import { play } from "../sdk/player/play.ts";
import { KeysMissing } from "../sdk/player/playerErrors.ts";
import { printable } from "../sdk/wire/printable.ts";
import type { Waiting } from "../sdk/wire/requestJson.ts";
import { findChannelKey, loadSessionKey, sessionsOf } from "../wallet/sessionKeys.ts";
import { asOnlySigner, openWallet, type Wallet } from "../wallet/wallet.ts";
import { edgesToAsk } from "./edgesToAsk.ts";
import type { Output } from "./outputFile.ts";
import { answer, note } from "./say.ts";
import { sealedKeys } from "./sealedKeys.ts";
import { serveUntilStopped } from "./serveUntilStopped.ts";
import type { watchConfig } from "./watch.ts";

type WatchConfig = ConfigOf<typeof watchConfig>;

/** The sequencer where nobody names one: that of a run on this machine. */
export const LOCAL_SEQUENCER = "http://127.0.0.1:8601";

/** Watches a work. What can fail is tried before a deposit leaves: the work, its edges, and the sequencer. */
export async function watchWork(
  config: WatchConfig,
  contentId: Hex,
  keys: Key | undefined,
  output: Output | undefined,
): Promise<void> {
  const wallet = await openWallet(config, [
    ...["ContentRegistry", "OperatorRegistry", "ContentCourt", "PaymentChannels", "StreamToken"],
  ] as const);
  const { publicClient, chainId, deployment } = wallet.chain;
  const { ContentRegistry, ContentCourt } = deployment.contracts;
  const content = await getContent(publicClient, { contentRegistry: ContentRegistry, contentId });
  const bonded = await edgesToAsk(wallet.chain, config.privateNetwork, note);
  const edges = config.mirror ? [...bonded, mirrorAt(config.mirror)] : bonded;
  const court = { chainId, contentCourt: ContentCourt };
  const work = { content, court, edges, keys: keys && linkKeys(keys) };
  const opened = await openWork(work);
  const { manifest, failures } = opened;
  const isSealed = manifest.committee !== undefined && !keys;
  if (manifest.encryption !== "none" && !keys && !isSealed) throw new KeysMissing();
  const title = printable(manifest.title);

  const sequencerUrl =
    config.sequencer ??
    (await getSequencer(publicClient, { contentRegistry: ContentRegistry, contentId })) ??
    LOCAL_SEQUENCER;
  const channel = await openSession({ ...config, sequencerUrl }, wallet, content);
  const { session, channelId } = channel;
  const paid = isSealed
    ? await sealedKeys(wallet, channel, { ...config, sequencerUrl })
    : { keys: work.keys, paymentSession: session };
  const wanted = Math.min(config.seconds ?? manifest.durationSec, manifest.durationSec);
  const seconds = affordable(wanted, content.ratePerSecondWei, session);
  if (config.serve !== undefined) {
    const payment = { seconds, session: paid.paymentSession, rateWei: content.ratePerSecondWei };
    const readable = isSealed ? await openWork({ ...work, keys: paid.keys }) : opened;
    return serveUntilStopped(readable, payment, { ...config, port: config.serve });
  }
  const played = await play({
    ...{ ...work, ...paid, content, seconds, quality: config.quality },
    onBytes: (bytes) => output?.write(bytes),
    onSecond: ({ second, paidWei }) =>
      note(`${title}: second ${second + 1} of ${manifest.durationSec}, ${formatEther(paidWei)} STREAM`),
  });
  output?.commit();
  for (const { edge, reason } of [...failures, ...played.failures])
    note(`${edge.endpoint} failed: ${reason}`);
  answer(
    `watched ${played.secondsPlayed} s for ${formatEther(played.paidWei)} STREAM, through channel ${channelId}`,
  );
}

type WatchWallet = Wallet<"PaymentChannels" | "StreamToken">;

/** Goes on in the channel of the settings, else in a stored one with money left, else in a new one. */
async function openSession(
  config: WatchConfig & { sequencerUrl: string },
  wallet: WatchWallet,
  content: GetContentReturnType,
) {
  const { publicClient, walletClient, chainId, deployment } = wallet.chain;
  const { PaymentChannels: paymentChannels, StreamToken: token } = deployment.contracts;
  const posting = { sequencerUrl: config.sequencerUrl, onWait: sayingOnce() };
  if (config.channel) {
    const channelId = config.channel;
    const key = await findChannelKey(wallet, channelId);
    const mine = await loadSessionKey(wallet.directory, channelId, key);
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
    return { session, ...mine };
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
  const sessionAccount = privateKeyToAccount(stored.sessionKey);
  return { session, channelId: stored.channelId, key: stored.key, sessionAccount };
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
