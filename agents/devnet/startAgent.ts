// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import type { AgentProcess, Processes, Role } from "./processes.ts";
import type { Person } from "./story/cast.ts";

/** What the agents of a run share. */
export type AgentsPlace = {
  processes: Processes;
  /** Each agent has a directory of its own in it. */
  directory: string;
  rpcUrl: string;
  deploymentPath: string;
};

/** The settings of every agent. */
export const sharedSettings = ({ rpcUrl, deploymentPath }: AgentsPlace): Record<string, string> => ({
  TRIBUTARY_RPC_URL: rpcUrl,
  TRIBUTARY_DEPLOYMENT: deploymentPath,
  TRIBUTARY_PORT: "0",
});

/** Starts an agent under the key of `person`. */
export const startAgent = (
  place: AgentsPlace,
  person: Person,
  role: Role,
  settings: Record<string, string> = {},
  options?: { awaitReady: boolean },
): Promise<AgentProcess> =>
  place.processes.start(
    person.name,
    role,
    {
      ...sharedSettings(place),
      TRIBUTARY_KEY: person.key,
      TRIBUTARY_DATA_DIR: join(place.directory, person.name),
      TRIBUTARY_POLL_MS: "250",
      TRIBUTARY_FINALITY_BLOCKS: "0",
      ...settings,
    },
    options,
  );
