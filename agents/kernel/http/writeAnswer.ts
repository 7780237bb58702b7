// SPDX-License-Identifier: GPL-3.0-or-later
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import type { Encoded } from "./answer.ts";
import { Parts } from "./route.ts";

/**
 * Sends an answer, and calls its `release` once it has left or the client is gone. A client that takes longer than `takeMs` for
 * a body, or for one batch of its parts, is hung up on: what it does not take stays in memory.
 */
export async function writeAnswer(
  outgoing: ServerResponse,
  { status, headers, body, release }: Encoded,
  takeMs: number,
): Promise<void> {
  if (outgoing.destroyed) return release?.();
  if (release) outgoing.once("close", release);
  outgoing.writeHead(status, headers);
  if (!(body instanceof Parts)) outgoing.end(body);
  else if (outgoing.req.method === "HEAD") outgoing.end();
  else await writeParts(outgoing, body, takeMs);
  if (outgoing.socket?.writableLength) await taken(outgoing, "finish", takeMs);
}

async function writeParts(
  outgoing: ServerResponse,
  { length, batches }: Parts,
  takeMs: number,
): Promise<void> {
  let left = length;
  for await (const batch of batches) {
    // one write to the kernel for all of the batch
    outgoing.cork();
    for (const part of batch) {
      left -= part.length;
      if (left === 0) outgoing.end(part);
      else outgoing.write(part);
    }
    outgoing.uncork();
    if (outgoing.writableNeedDrain) await taken(outgoing, "drain", takeMs);
    // leaving the loop ends the batches' own work
    if (outgoing.destroyed) return;
  }
  if (left !== 0) throw new Error(`the parts of an answer lack ${left} bytes of ${length}`);
}

/** Waits until the client has taken what was written, and hangs up on one that does not. */
async function taken(outgoing: ServerResponse, event: "drain" | "finish", takeMs: number): Promise<void> {
  if (outgoing.destroyed) return;
  const timer = setTimeout(() => outgoing.destroy(), takeMs);
  await Promise.race([once(outgoing, event), once(outgoing, "close")]).catch(() => {});
  clearTimeout(timer);
}
