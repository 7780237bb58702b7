// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { challengerConfig } from "../challenger/config.ts";
import { edgeConfig } from "../edge/config.ts";
import { addOptions, type ConfigDefinition, type ConfigOf, loadConfig } from "../kernel/config/config.ts";
import { type RunningRole, runRole } from "../kernel/process/lifecycle.ts";
import { keyholderConfig } from "../keyholder/config.ts";
import { proverConfig } from "../prover/config.ts";
import { sequencerConfig } from "../sequencer/config.ts";
import { signinConfig } from "../signin/config.ts";
import { watchtowerConfig } from "../watchtower/config.ts";
import { challengerCommands } from "./challenger.ts";
import { edgeCommands } from "./edge.ts";
import { keyholderCommands } from "./keyholder.ts";

type Role = {
  config: ConfigDefinition;
  description: string;
  start(config: object): Promise<RunningRole>;
  /** What the role's operator does beside running it. */
  commands?: (() => Command[]) | undefined;
};

/** The one list of roles: commands, settings and documentation follow. A role's code is loaded only to run the role. */
export const ROLES: readonly Role[] = [
  role(sequencerConfig, "Takes vouchers from viewers, and settles their channels.", async () => {
    return (await import("../sequencer/service.ts")).startSequencer;
  }),
  role(proverConfig, "Seals, proves and settles the batches of the SplitRollup.", async () => {
    return (await import("../prover/service.ts")).startProver;
  }),
  role(
    challengerConfig,
    "Audits edges, and slashes one that signed a wrong chunk.",
    async () => (await import("../challenger/service.ts")).startChallenger,
    challengerCommands,
  ),
  role(watchtowerConfig, "Settles the vouchers of closing channels, before their deadlines.", async () => {
    return (await import("../watchtower/service.ts")).startWatchtower;
  }),
  role(
    edgeConfig,
    "Stores and serves chunks, and signs a receipt for each.",
    async () => (await import("../edge/service.ts")).startEdge,
    edgeCommands,
  ),
  role(
    keyholderConfig,
    "Holds a key share of committees, and gives its part of a key to whom a work's contract lets in.",
    async () => (await import("../keyholder/service.ts")).startKeyholder,
    keyholderCommands,
  ),
  role(
    signinConfig,
    "Signs people in by wallet and passkey, and tells the other roles who they are.",
    async () => {
      return (await import("../signin/service.ts")).startSignin;
    },
  ),
];

/** One command for each role of a node. */
export function roleCommands(): Command[] {
  return ROLES.map(roleCommand);
}

function roleCommand({ config: definition, description, start, commands }: Role): Command {
  const { role } = definition;
  const command = new Command(role)
    .description(description)
    .addHelpText(
      "after",
      `\nServes /health, /ready and /metrics. More in agents/${role}/README.md.\n\nExample:\n  tributary ${role} --rpc-url https://rpc.example${"keystore" in definition.fields ? " --keystore key.json --password-file password" : ""}`,
    );
  // an option behind a command's name is that command's
  for (const beside of commands?.() ?? []) command.enablePositionalOptions().addCommand(beside);
  return addOptions(command, definition).action((flags) =>
    runRole(role, async () => start(loadConfig(definition, { flags, env: process.env }))),
  );
}

function role<D extends ConfigDefinition>(
  config: D,
  description: string,
  load: () => Promise<(config: ConfigOf<D>) => Promise<RunningRole>>,
  commands?: () => Command[],
): Role {
  return {
    config,
    description,
    start: async (settings) => (await load())(settings as ConfigOf<D>),
    commands,
  };
}
