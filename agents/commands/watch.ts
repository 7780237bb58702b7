// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { z } from "zod";
import { privateNetworkField } from "../kernel/chain/outsideEndpoints.ts";
import { streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { keyInLink } from "../sdk/encryption/keyProvider.ts";
import { walletFields } from "../wallet/wallet.ts";
import { windowField } from "./channel.ts";
import { beginOutput } from "./outputFile.ts";
import { baseUrl, word } from "./schemas.ts";
import { LOCAL_SEQUENCER, watchWork } from "./watchWork.ts";

export const watchConfig = defineConfig("watch", {
  ...walletFields,
  sequencer: {
    schema: z.url({ protocol: /^https?$/, error: "an http or https URL" }).optional(),
    description: `Sequencer that takes your vouchers; by default, the one named on chain for the work, else ${LOCAL_SEQUENCER}`,
  },
  channel: {
    schema: word.optional(),
    description: "Channel to pay from; by default, one of yours with money left, or a new one",
  },
  deposit: { schema: streamAmount, default: "1", description: "STREAM to deposit in a new channel" },
  windowSec: windowField,
  seconds: { schema: wholeNumber(1).optional(), description: "Seconds to watch; the whole work by default" },
  quality: {
    schema: z.string().optional(),
    description: "Rendition to watch, as of 720p; the best one by default",
  },
  out: { schema: z.string().optional(), description: "File to write the media to" },
  mirror: {
    schema: baseUrl.optional(),
    description: "Web server or CDN to ask beside the edges, with the files that `publish --mirror` wrote",
  },
  privateNetwork: privateNetworkField,
  serve: {
    schema: wholeNumber(0, 65_535).optional(),
    description: "Port of this machine to serve the work on, for a player as VLC; 0 for any free one",
  },
});

export function watchCommand(): Command {
  const command = new Command("watch")
    .description("Watches a work: fetches, verifies and decrypts it, and pays for each second.")
    .argument("<work>", "the work's link, or its id")
    .addHelpText(
      "after",
      "\nExample:\n  tributary watch 0x… --deposit 2 --out film.mp4\n  tributary watch 0x… --serve 0    # prints a URL for VLC",
    );
  return addOptions(command, watchConfig).action(async (given: string, flags) => {
    const config = loadConfig(watchConfig, { flags, env: process.env });
    // a link names the work in its path, and carries the key behind its #
    const contentId = word.safeParse(/0x[0-9a-fA-F]{64}/.exec(given)?.[0]);
    if (!contentId.success) {
      throw new UserError(`${given} is not a work.`, "Give a work's link, or its id: 0x and 64 hex digits.");
    }
    // before a deposit leaves
    const output = config.out === undefined ? undefined : beginOutput(config.out);
    try {
      await watchWork(config, contentId.data, keyInLink(given), output);
    } finally {
      output?.discard();
    }
  });
}
