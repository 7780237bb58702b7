// SPDX-License-Identifier: GPL-3.0-or-later
import { createServer } from "node:net";
import { UserError, userErrorOf } from "../kernel/process/errors.ts";
import { type Anvil, startAnvil } from "./anvil.ts";

const DEFAULT_PORT = 8545;
/** A block for each transaction, and one every 5 s besides: a node takes a head that stands still for a fault. */
const MINING = ["--mixed-mining", "--block-time", "5"];

/** Throws a UserError when another program listens on the port that was asked for by `option`. */
export async function requireFreePort(asked: number | undefined, option = "--port"): Promise<void> {
  if (asked === undefined || (await isFree(asked))) return;
  throw new UserError(
    `Port ${asked} is in use by another program.`,
    `Stop that program, choose another ${option}, or leave out ${option} to take any free port.`,
  );
}

/**
 * Starts a chain on the given port, else on 8545 or, when that is taken, on any free port.
 *
 * @param genesisSec The time of its first block, from which the chain's clock runs on; now by default.
 */
export async function startChain(asked: number | undefined, genesisSec?: number): Promise<Anvil> {
  const args = genesisSec === undefined ? MINING : [...MINING, "--timestamp", String(genesisSec)];
  if (asked !== undefined) return startAnvil([...args, "--port", String(asked)]);
  // no check before: another run may take the port in between
  return startAnvil([...args, "--port", String(DEFAULT_PORT)]).catch(() => startAnvil(args));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(userErrorOf(error)),
    );
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
