// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createNativeCurve } from "../curve/nativeCurve.ts";
import { UserError } from "../kernel/process/errors.ts";
import { openShare } from "../keyholder/shares/shareFile.ts";
import { readShares } from "../keyholder/shares/shareFolder.ts";
import { scalarBytes } from "../sdk/encryption/scalars.ts";
import { sessionsOf } from "../wallet/sessionKeys.ts";
import type { Agents } from "./agents.ts";
import type { AgentProcess } from "./processes.ts";
import type { Secrets } from "./secrets.ts";

/** What a run wrote, by who wrote it. */
export type Written = readonly { by: string; text: string }[];

/** Throws a UserError that names each secret that stands in what a run wrote, and who wrote it. */
export function requireSecrecy(secrets: Pick<Secrets, "foundIn">, written: Written): void {
  const leaks = written.flatMap(({ by, text }) =>
    secrets.foundIn(text).map((what) => `What the ${by} wrote holds ${what}.`),
  );
  if (leaks.length > 0) throw new UserError(leaks.join("\n"), "This is a bug: please report it.");
}

/** Adds what lies in the directory of a run: the session keys of viewers, and the key shares, which their nodes alone can open. */
export async function keepStored(
  secrets: Secrets,
  { keyholders }: Pick<Agents, "keyholders">,
  directory: string,
): Promise<void> {
  for (const name of readdirSync(directory))
    for (const { sessionKey } of await sessionsOf(join(directory, name)).list().catch(notADirectory))
      secrets.keep(`a session key of ${name}`, sessionKey);
  const curve = createNativeCurve();
  for (const { person } of keyholders)
    for (const file of readShares(join(directory, person.name), () => {}))
      secrets.keep(`the key share of ${person.name}`, scalarBytes(openShare(curve, person.key, file)));
}

/** The logs of agents so far. */
export const logsOf = (agents: readonly Pick<AgentProcess, "name" | "logPath">[]): Written =>
  agents.map(({ name, logPath }) => ({ by: name, text: readFileSync(logPath, "utf8") }));

function notADirectory(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOTDIR") return [];
  throw error;
}
