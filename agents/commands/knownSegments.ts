// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeDirectory } from "../kernel/process/directory.ts";
import { describeError } from "../kernel/process/errors.ts";
import { fetchSnapshot } from "../splits/fetchSnapshot.ts";
import { type ReadSegmentParameters, readSegment, type SegmentState } from "../splits/readSegment.ts";
import {
  decodeSnapshot,
  encodeSnapshot,
  type SegmentSnapshot,
  type SnapshotPlace,
} from "../splits/snapshot.ts";
import { writeOutput } from "./outputFile.ts";
import { note } from "./say.ts";

/**
 * Reads a segment by readSegment, from what an earlier run kept or a prover serves where the chain agrees, and keeps
 * what was read for the next run. A fault of a snapshot is told, and costs time alone.
 */
export async function readKnownSegment(
  parameters: Omit<ReadSegmentParameters, "snapshots" | "onRefused">,
  { prover, snapshots: directory }: { prover?: string; snapshots: string },
): Promise<SegmentState> {
  const { publicClient, rollup, segment } = parameters;
  const place = { chainId: publicClient.chain.id, rollup, segment };
  const file = join(directory, `${place.chainId}-${rollup.toLowerCase()}-${segment}.json`);
  const onRefused = (reason: string) => note(`${reason}; logs are read instead`);
  const found = [
    ...attempt(() => keptSnapshot(file, place), onRefused),
    ...(prover ? await fetchSnapshot(prover, place).then(list, told(onRefused)) : []),
  ];
  const state = await readSegment({ ...parameters, snapshots: found, onRefused });
  attempt(() => keep(file, state, place), onRefused);
  return state;
}

function keptSnapshot(file: string, place: SnapshotPlace): SegmentSnapshot[] {
  try {
    return [decodeSnapshot(JSON.parse(readFileSync(file, "utf8")), place)];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new Error(`${file} is left out: ${describeError(error)}`, { cause: error });
  }
}

function keep(file: string, { tree, ...state }: SegmentState, place: SnapshotPlace): SegmentSnapshot[] {
  makeDirectory(dirname(file));
  const snapshot = encodeSnapshot({ ...state, segment: place.segment, leaves: tree.leaves }, place);
  writeOutput(file, `${JSON.stringify(snapshot)}\n`);
  return [];
}

function attempt(
  work: () => SegmentSnapshot[],
  onRefused: (reason: string) => void,
): readonly SegmentSnapshot[] {
  try {
    return work();
  } catch (error) {
    return told(onRefused)(error);
  }
}

const list = (snapshot: SegmentSnapshot) => [snapshot];
const told = (onRefused: (reason: string) => void) => (error: unknown) => {
  onRefused(describeError(error));
  return [];
};
