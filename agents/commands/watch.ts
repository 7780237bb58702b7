// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { formatEther, type Hex } from "viem";
import { z } from "zod";
import { streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, type ConfigOf, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { PaymentSession } from "../sdk/channels/paymentSession.ts";
import { readChannel } from "../sdk/channels/readChannel.ts";
import { readContent } from "../sdk/content/readContent.ts";
import { readEdges } from "../sdk/content/readEdges.ts";
import { watch } from "../sdk/player/watch.ts";
import { printable } from "../sdk/wire/printable.ts";
import { loadSessionKey, openNewChannel, readChannelKey } from "../wallet/sessionKeys.ts";
import { openWallet, walletFields } from "../wallet/wallet.ts";
import { windowField } from "./channel.ts";
import { beginOutput, type Output } from "./outputFile.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const watchConfig = defineConfig("watch", {
  ...walletFields,
  sequencer: {
    schema: z.url({ protocol: /^https?$/, error: "an http or https URL" }),
    default: "http://127.0.0.1:8601",
    description: "Sequencer that takes your vouchers",
  },
  channel: { schema: word.optional(), description: "Channel to pay from; a new one by default" },
  deposit: { schema: streamAmount, default: "1", description: "STREAM to deposit in a new channel" },
  windowSec: windowField,
  seconds: { schema: wholeNumber(1).optional(), description: "Seconds to watch; the whole work by default" },
  out: { schema: z.string().optional(), description: "File to write the media to" },
});

export function watchCommand(): Command {
  const command = new Command("watch")
    .description("Watches a work: fetches and verifies its chunks, and pays for each second.")
    .argument("<contentId>", "the work's id")
    .addHelpText("after", "\nExample:\n  tributary watch 0x… --deposit 2 --out film.mp4");
  return addOptions(command, watchConfig).action(async (given: string, flags) => {
    const config = loadConfig(watchConfig, { flags, env: process.env });
    const contentId = word.safeParse(given);
    if (!contentId.success) {
      throw new UserError(`${given} is not a work's id.`, "Give 0x and 64 hex digits.");
    }
    // before a deposit leaves
    const output = config.out === undefined ? undefined : beginOutput(config.out);
    try {
      await watchWork(config, contentId.data, output);
    } finally {
      output?.discard();
    }
  });
}

async function watchWork(
  config: ConfigOf<typeof watchConfig>,
  contentId: Hex,
  output: Output | undefined,
): Promise<void> {
  const wallet = await openWallet(config, [
    "ContentRegistry",
    "OperatorRegistry",
    "ContentCourt",
    "PaymentChannels",
    "StreamToken",
  ]);
  const { publicClient, chainId, deployment } = wallet.chain;
  const { ContentRegistry, OperatorRegistry, ContentCourt, PaymentChannels } = deployment.contracts;
  const content = await readContent(publicClient, {
    contentRegistry: ContentRegistry,
    contentId,
  });
  const edges = await readEdges(publicClient, {
    operatorRegistry: OperatorRegistry,
    startBlock: deployment.startBlock,
  });
  const mine = config.channel
    ? loadSessionKey(wallet.directory, config.channel, await readChannelKey(wallet.chain, config.channel))
    : await openNewChannel(wallet, {
        payee: content.payee,
        depositWei: config.deposit,
        windowSec: config.windowSec,
      });
  if (mine.key.payee !== content.payee) {
    throw new UserError(
      "The channel's payee is not the work's payee.",
      "Give another --channel, or leave the option out to open a new one.",
    );
  }
  const { deposit, settled } = await readChannel(publicClient, {
    paymentChannels: PaymentChannels,
    channelId: mine.channelId,
  });
  const paymentSession = new PaymentSession({
    chainId,
    paymentChannels: PaymentChannels,
    key: mine.key,
    sessionAccount: mine.sessionAccount,
    sequencerUrl: config.sequencer,
    depositWei: deposit,
    paidWei: settled,
  });
  const watched = await watch({
    content,
    court: { chainId, contentCourt: ContentCourt },
    edges,
    paymentSession,
    ...(config.seconds && { seconds: config.seconds }),
    onChunk: (bytes) => output?.write(bytes),
    onSecond: ({ second, paidWei, manifest }) =>
      note(
        `${printable(manifest.title)}: second ${second + 1} of ${manifest.durationSec}, ${formatEther(paidWei)} STREAM`,
      ),
  });
  output?.commit();
  for (const { edge, reason } of watched.failures) note(`${edge.endpoint} failed: ${reason}`);
  answer(
    `watched ${watched.secondsWatched} s for ${formatEther(watched.paidWei)} STREAM, through channel ${mine.channelId}`,
  );
}
