// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { challengerConfig } from "../challenger/config.ts";
import { edgeConfig } from "../edge/config.ts";
import { addOptions, type ConfigDefinition, type ConfigOf, loadConfig } from "../kernel/config/config.ts";
import { type RunningRole, runRole } from "../kernel/process/lifecycle.ts";
import { proverConfig } from "../prover/config.ts";
import { sequencerConfig } from "../sequencer/config.ts";
import { watchtowerConfig } from "../watchtower/config.ts";

/** One command for each role of a node. A role's code is loaded only when it is to run. */
export function roleCommands(): Command[] {
  return [
    roleCommand(
      sequencerConfig,
      "Takes vouchers from viewers, and settles their channels.",
      async (config) => {
        const { startSequencer } = await import("../sequencer/service.ts");
        return startSequencer(config);
      },
    ),
    roleCommand(proverConfig, "Seals, proves and settles the batches of the SplitRollup.", async (config) => {
      const { startProver } = await import("../prover/service.ts");
      return startProver(config);
    }),
    roleCommand(
      challengerConfig,
      "Audits edges, and slashes one that signed a wrong chunk.",
      async (config) => {
        const { startChallenger } = await import("../challenger/service.ts");
        return startChallenger(config);
      },
    ),
    roleCommand(
      watchtowerConfig,
      "Settles the vouchers of channels whose payers close, before their deadlines.",
      async (config) => {
        const { startWatchtower } = await import("../watchtower/service.ts");
        return startWatchtower(config);
      },
    ),
    roleCommand(edgeConfig, "Stores and serves chunks, and signs a receipt for each.", async (config) => {
      const { startEdge } = await import("../edge/service.ts");
      return startEdge(config);
    }),
  ];
}

function roleCommand<D extends ConfigDefinition>(
  definition: D,
  description: string,
  start: (config: ConfigOf<D>) => Promise<RunningRole>,
): Command {
  const { role } = definition;
  const command = new Command(role)
    .description(description)
    .addHelpText(
      "after",
      `\nServes /health, /ready and /metrics. More in agents/${role}/README.md.\n\nExample:\n  tributary ${role} --rpc-url https://rpc.example --keystore key.json --password-file password`,
    );
  return addOptions(command, definition).action((flags) =>
    runRole(role, async () => start(loadConfig(definition, { flags, env: process.env }) as ConfigOf<D>)),
  );
}
