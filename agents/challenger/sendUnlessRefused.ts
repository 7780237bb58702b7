// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { RevertError } from "../kernel/chain/revert.ts";
import type { Logger } from "../kernel/process/log.ts";
import type { Sender } from "../kernel/tx/sender.ts";

/** @returns The transaction; undefined when the contract refused, as when another challenger was faster. `about`: what it is about, for the log. */
export async function sendUnlessRefused(
  { sender, log }: { sender: Pick<Sender, "send">; log: Logger },
  request: Parameters<Sender["send"]>[0],
  about: object = {},
): Promise<Hex | undefined> {
  try {
    return (await sender.send(request)).transactionHash;
  } catch (error) {
    if (!(error instanceof RevertError)) throw error;
    log.warn({ ...about, err: error }, `${request.label}: refused`);
    return undefined;
  }
}
