// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { channelCommand } from "./channel.ts";
import { committeeCommand } from "./committee.ts";
import { deployCommand } from "./deploy.ts";
import { devnetCommand } from "./devnet.ts";
import { faucetCommand } from "./faucet.ts";
import { keyCommand } from "./key.ts";
import { publishCommand } from "./publish.ts";
import { roleCommands } from "./roles.ts";
import { splitCommand } from "./split.ts";
import { vestingCommand } from "./vesting.ts";
import { watchCommand } from "./watch.ts";

/** The command line, with every command. */
export function createProgram(): Command {
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
    .addCommand(committeeCommand())
    .addCommand(vestingCommand());
  for (const command of roleCommands()) program.addCommand(command);
  inheritSettings(program);
  return program;
}

function inheritSettings(parent: Command): void {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
}
