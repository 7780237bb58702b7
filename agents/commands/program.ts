// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";

/** In the order of the help; the roles follow. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  devnet: async () => (await import("./devnet.ts")).devnetCommand(),
  deploy: async () => (await import("./deploy.ts")).deployCommand(),
  faucet: async () => (await import("./faucet.ts")).faucetCommand(),
  key: async () => (await import("./key.ts")).keyCommand(),
  publish: async () => (await import("./publish.ts")).publishCommand(),
  watch: async () => (await import("./watch.ts")).watchCommand(),
  channel: async () => (await import("./channel.ts")).channelCommand(),
  split: async () => (await import("./split.ts")).splitCommand(),
  committee: async () => (await import("./committee.ts")).committeeCommand(),
  placement: async () => (await import("./placement.ts")).placementCommand(),
  rewards: async () => (await import("./rewards.ts")).rewardsCommand(),
  deal: async () => (await import("./deal.ts")).dealCommand(),
  monitor: async () => (await import("./monitor.ts")).monitorCommand(),
  vesting: async () => (await import("./vesting.ts")).vestingCommand(),
};

/** The command line for `args`. What they name alone is loaded, which halves the time to start; without a name, every command. */
export async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command("tributary")
    .description(
      "Pays for media as it is watched, and proves that the money was shared and the content delivered.",
    )
    // a command below a role has options of the role's names
    .enablePositionalOptions()
    .showHelpAfterError("Run the command with --help to see its arguments and options.")
    .showSuggestionAfterError();
  for (const command of await loadCommands(args[0])) program.addCommand(command);
  inheritSettings(program);
  return program;
}

async function loadCommands(name = ""): Promise<Command[]> {
  if (Object.hasOwn(COMMANDS, name)) return [await COMMANDS[name]!()];
  const roles = (await import("./roles.ts")).roleCommands();
  if (roles.some((role) => role.name() === name)) return roles;
  return [...(await Promise.all(Object.values(COMMANDS).map((load) => load()))), ...roles];
}

function inheritSettings(parent: Command): void {
  for (const command of parent.commands) inheritSettings(command.copyInheritedSettings(parent));
}
