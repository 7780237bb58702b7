// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { EXIT } from "../kernel/process/errors.ts";
import { note } from "./say.ts";

export const devnetConfig = defineConfig("devnet", {
  port: {
    schema: wholeNumber(0, 65_535).optional(),
    description:
      "Port of the chain; by default 8545, or any free port when that is taken; 0 takes any free port",
  },
  httpPort: {
    schema: wholeNumber(0, 65_535).optional(),
    description:
      "Port of the deployment and the faucet over HTTP; by default 8600, or any free port when that is taken; 0 takes any free port",
  },
  seconds: {
    schema: wholeNumber(1),
    default: 6,
    description: "Most seconds of a work that each viewer watches",
  },
  once: { schema: yesNo, default: false, description: "End after the summary: 0 when all is right, else 1" },
});

const collect = (path: string, before: string[] = []) => [...before, path];

export function devnetCommand(): Command {
  const command = new Command("devnet")
    .description(
      "Runs the whole protocol on a local chain: publish, watch, pay, split, prove, claim, and catch a liar.",
    )
    .option(
      "--media <file>",
      "a file to publish; repeat the option for more files (default: three clips)",
      collect,
    )
    .addHelpText("after", "\nExample:\n  tributary devnet --once --media film.mp4 --media song.mp3");
  return addOptions(command, devnetConfig).action(async ({ media = [], ...flags }) => {
    const { port, httpPort, seconds, once } = loadConfig(devnetConfig, { flags, env: process.env });
    const [{ runDevnet }, { Screen }] = await Promise.all([
      import("../devnet/devnet.ts"),
      import("../kernel/terminal/screen.ts"),
    ]);
    const interrupted = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"] as const)
      process.once(name, () => interrupted.abort(new Error(name)));
    await runDevnet({ media, port, httpPort, seconds, once }, new Screen(), interrupted.signal);
    const unfinished = interrupted.signal.aborted && once;
    if (unfinished) note("Interrupted before the summary; every process has ended.");
    // proving threads would keep the process up
    process.exit(unfinished ? EXIT.broken : EXIT.done);
  });
}
