// SPDX-License-Identifier: GPL-3.0-or-later
import { createServer } from "node:net";
import { UserError } from "../kernel/process/errors.ts";
import { type Anvil, startAnvil } from "./anvil.ts";

const DEFAULT_PORT = 8545;

/** Throws a UserError when somebody else listens on the port that was asked for. */
export async function requireFreePort(asked: number | undefined): Promise<void> {
  if (asked === undefined || (await isFree(asked))) return;
  throw new UserError(
    `Port ${asked} is in use by another program.`,
    "Stop it, choose another --port, or leave it out: then any free one is taken.",
  );
}

/** Starts a chain on the port asked for, else on 8545 or, when that is taken, on any free one. */
export async function startChain(asked: number | undefined): Promise<Anvil> {
  if (asked !== undefined) return startAnvil(["--port", String(asked)]);
  // to look first would not do: another run may take it just before we would
  return startAnvil(["--port", String(DEFAULT_PORT)]).catch(() => startAnvil());
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
