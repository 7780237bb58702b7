// SPDX-License-Identifier: GPL-3.0-or-later
import { inspect } from "node:util";
import { Command } from "commander";
import { channelCommand } from "./commands/channel.ts";
import { deployCommand } from "./commands/deploy.ts";
import { devnetCommand } from "./commands/devnet.ts";
import { faucetCommand } from "./commands/faucet.ts";
import { keyCommand } from "./commands/key.ts";
import { publishCommand } from "./commands/publish.ts";
import { roleCommands } from "./commands/roles.ts";
import { splitCommand } from "./commands/split.ts";
import { vestingCommand } from "./commands/vesting.ts";
import { watchCommand } from "./commands/watch.ts";
import { readEnvFile } from "./kernel/config/envFile.ts";
import { describeError, exitCodeOf } from "./kernel/process/errors.ts";
import { printableLines } from "./kernel/terminal/printable.ts";

const program = new Command("tributary")
  .description(
    "Pays for media as it is watched, and proves that the money was shared and the content delivered.",
  )
  .showHelpAfterError("Run the command with --help to see its arguments and options.")
  .showSuggestionAfterError()
  .addCommand(devnetCommand())
  .addCommand(deployCommand())
  .addCommand(faucetCommand())
  .addCommand(keyCommand())
  .addCommand(publishCommand())
  .addCommand(watchCommand())
  .addCommand(channelCommand())
  .addCommand(splitCommand())
  .addCommand(vestingCommand());
for (const command of roleCommands()) program.addCommand(command);
inheritSettings(program);

try {
  readEnvFile();
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  if (process.env.TRIBUTARY_LOG_LEVEL === "debug") console.error(printableLines(inspect(error)));
  // proving threads and started processes would keep this process up
  process.exit(exitCodeOf(error));
}

function inheritSettings(parent: Command): void {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
}
