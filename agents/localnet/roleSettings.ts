// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import type { Devchain } from "./devchain.ts";

/** Settings of a role by their names, as `loadConfig` takes flags. */
export type RoleSettings = Record<string, string | number | boolean | undefined> & {
  rpcUrl: string;
  key: Hex;
  dataDir: string;
};

/**
 * The settings of a role on `devchain`, with a directory of its own: every block is final, any free port, looks often, logs
 * nothing. `own` adds to them.
 */
export function roleSettings(
  { rpcUrl, deployment, directory }: Pick<Devchain, "rpcUrl" | "deployment" | "directory">,
  own: { key: Hex } & Record<string, string | number | boolean | undefined>,
): RoleSettings {
  return {
    rpcUrl,
    deployment: deployment.path,
    dataDir: mkdtempSync(join(directory, "role-")),
    port: 0,
    finalityBlocks: 0,
    pollMs: 50,
    logLevel: "silent",
    ...own,
  };
}

/** The same settings as the environment of a process. */
export function asEnvironment(settings: RoleSettings): Record<string, string> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [
      `TRIBUTARY_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      String(value),
    ]),
  );
}
