// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { addOptions, loadConfig } from "../kernel/config/config.ts";
import { runRole } from "../kernel/process/lifecycle.ts";
import { ROLES, type Role } from "../roles.ts";

/** One command for each role of a node. */
export function roleCommands(): Command[] {
  return ROLES.map(roleCommand);
}

function roleCommand({ config: definition, description, start }: Role): Command {
  const { role } = definition;
  const command = new Command(role)
    .description(description)
    .addHelpText(
      "after",
      `\nServes /health, /ready and /metrics. More in agents/${role}/README.md.\n\nExample:\n  tributary ${role} --rpc-url https://rpc.example --keystore key.json --password-file password`,
    );
  return addOptions(command, definition).action((flags) =>
    runRole(role, async () => start(loadConfig(definition, { flags, env: process.env }))),
  );
}
