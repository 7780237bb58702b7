// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { z } from "zod";
import { streamAmount } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { Screen } from "../kernel/terminal/screen.ts";
import { openMediaFile } from "../publisher/mediaFile.ts";
import { type PublishProgress, publishMedia } from "../publisher/publish.ts";
import { contentRegistryAbi } from "../sdk/abis.generated.ts";
import { getEdges } from "../sdk/content/getEdges.ts";
import { printable } from "../sdk/wire/printable.ts";
import { openWallet, walletFields, withSender } from "../wallet/wallet.ts";
import { answer } from "./say.ts";
import { payee, seconds } from "./schemas.ts";

const publishConfig = defineConfig("publish", {
  ...walletFields,
  payee: { schema: payee, description: "Who is paid: an address, or split:<id>" },
  rate: { schema: streamAmount, description: "Price of a second, in STREAM" },
  title: { schema: z.string().optional(), description: "What people see; the file's name by default" },
  duration: {
    schema: seconds.optional(),
    description: "Seconds that the file plays; only for a file that cannot be measured",
  },
});

export function publishCommand(): Command {
  const command = new Command("publish")
    .description("Commits to a file on chain, and brings it to every edge.")
    .argument(
      "<file>",
      "the media: MP4, MOV, WebM, Matroska, MP3, AAC, Ogg, FLAC, WAV, MPEG-TS, or any file with --duration",
    )
    .addHelpText(
      "after",
      "\nPublishing the same file again goes on where it stopped.\n\nExample:\n  tributary publish film.mp4 --payee split:0 --rate 0.01",
    );
  return addOptions(command, publishConfig).action(async (file: string, flags) => {
    const config = loadConfig(publishConfig, { flags, env: process.env });
    // empty: none given
    const media = await openMediaFile(file, {
      title: config.title || undefined,
      durationSec: config.duration,
    });
    const wallet = await openWallet(config, ["ContentRegistry", "OperatorRegistry"]);
    const { chain } = wallet;
    const edges = await getEdges(chain.publicClient, {
      operatorRegistry: chain.deployment.contracts.OperatorRegistry,
      startBlock: chain.deployment.startBlock,
    });
    const screen = new Screen(process.stderr);
    const { payee, rate: ratePerSecondWei } = config;
    const onProgress = (progress: PublishProgress) => report(screen, progress);
    const published = await withSender(wallet, contentRegistryAbi, (sender) =>
      screen.during(
        `publishing ${file}`,
        () => publishMedia({ chain, sender, media, payee, ratePerSecondWei, edges, onProgress }),
        ({ manifest, stored }) =>
          `published ${manifest.title}: ${manifest.durationSec} s, on ${stored.length} edges`,
      ),
    ).finally(() => screen.close());
    await media.close();
    for (const { edge, reason } of published.failures)
      screen.say(printable(`${edge.endpoint} has no copy: ${reason}`));
    answer(published.contentId);
  });
}

function report(screen: Screen, progress: PublishProgress): void {
  if (progress.stage === "hash") screen.progress(`hashing chunk ${progress.done} of ${progress.total}`);
  if (progress.stage === "register") screen.say(`registering ${progress.contentId}`);
  if (progress.stage === "upload") screen.progress(`${progress.sent} chunks sent to the edges`);
}
