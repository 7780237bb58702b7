// SPDX-License-Identifier: GPL-3.0-or-later
import { createServer } from "node:net";
import { UserError } from "../kernel/errors.ts";

const DEFAULT_PORT = 8545;

/** The port for the chain: the one asked for, else 8545, else (0) any free one. Throws when the one asked for is taken. */
export async function choosePort(asked: number | undefined): Promise<number> {
  if (await isFree(asked ?? DEFAULT_PORT)) return asked ?? DEFAULT_PORT;
  if (asked === undefined) return 0;
  throw new UserError(
    `Port ${asked} is in use by another program.`,
    "Stop it, choose another --port, or leave it out: then any free one is taken.",
  );
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
