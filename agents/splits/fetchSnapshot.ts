// SPDX-License-Identifier: GPL-3.0-or-later
import { nodeUrl } from "../sdk/wire/nodeUrl.ts";
import { jsonIn, readBody } from "../sdk/wire/readBody.ts";
import { decodeSnapshot, type SegmentSnapshot, type SnapshotPlace, SnapshotRefused } from "./snapshot.ts";

const ANSWER_WITHIN_MS = 10_000;
/** Above 256 leaves of 49 digits. */
const MOST_BYTES = 65_536;

/**
 * Asks a prover for the snapshot of a segment. Throws a SnapshotRefused when the prover has none, or answers anything
 * else; what the prover answers is checked against the chain later, by readSegment.
 */
export async function fetchSnapshot(proverUrl: string, place: SnapshotPlace): Promise<SegmentSnapshot> {
  const url = nodeUrl(proverUrl, "v1", "segments", String(place.segment), "snapshot");
  return decodeSnapshot(await answerOf(url), place);
}

async function answerOf(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    const bytes = await readBody(response, MOST_BYTES, (reason) => new Error(`the prover ${reason}`));
    return jsonIn(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SnapshotRefused(`the prover gave no snapshot (${reason})`, { cause: error });
  }
}
