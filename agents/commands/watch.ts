// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { z } from "zod";
import { streamAmount, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { UserError } from "../kernel/process/errors.ts";
import { walletFields } from "../wallet/wallet.ts";
import { windowField } from "./channel.ts";
import { beginOutput } from "./outputFile.ts";
import { word } from "./schemas.ts";
import { watchWork } from "./watchWork.ts";

export const watchConfig = defineConfig("watch", {
  ...walletFields,
  sequencer: {
    schema: z.url({ protocol: /^https?$/, error: "an http or https URL" }),
    default: "http://127.0.0.1:8601",
    description: "Sequencer that takes your vouchers",
  },
  channel: {
    schema: word.optional(),
    description: "Channel to pay from; by default, one of yours with money left, or a new one",
  },
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
