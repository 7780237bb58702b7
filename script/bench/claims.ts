// SPDX-License-Identifier: GPL-3.0-or-later
// The time to a claim's proof after a long history, from all logs and from a snapshot on. Exits with 1 above the goal.
// Run: npm run bench:claims

import { splitScope } from "../../agents/splits/challenge.ts";
import { claimSignals } from "../../agents/splits/inputs.ts";
import { prove, stopProving } from "../../agents/splits/prove.ts";
import { type ReadSegmentParameters, readSegment } from "../../agents/splits/readSegment.ts";
import { ROLLUP, rollupInMemory, START_BLOCK } from "../../agents/splits/testing/rollupInMemory.ts";
import { builtCircuit } from "../../circuits/builtCircuit.ts";

const LINKS = 10_000;
/** Blocks between two links: the whole history is a year of 2 s blocks. */
const BLOCKS_EACH = (365n * 24n * 3_600n) / 2n / BigInt(LINKS);
const MOST_SECONDS = 2;

const chain = rollupInMemory({ blocksEach: BLOCKS_EACH });
const link = (index: number) => [{ slot: index % 256, amountWei: BigInt(index) + 1n }];
for (let index = 0; index < LINKS - 1; index++) chain.batch(link(index));
chain.settle();
const place = { publicClient: chain.client, rollup: ROLLUP, segment: 0n, startBlock: START_BLOCK };
const { tree, ...state } = await readSegment(place);
const snapshot = { segment: 0n, ...state, leaves: tree.leaves };
chain.batch(link(LINKS - 1));
chain.settle();

console.log(
  `a claim after ${LINKS} links       log queries    seconds to the inputs    seconds to the proof`,
);
const whole = await claim("one range of logs, keys cold", { maxRange: 2n ** 32n });
await claim("all logs, 2,000 blocks a query", {});
const kept = await claim("from a snapshot on", { snapshots: [snapshot] });
console.log(`  goal ${String(MOST_SECONDS).padStart(79)}`);
await stopProving();
if (Math.min(whole, kept) > MOST_SECONDS) process.exit(1);

async function claim(name: string, how: Partial<ReadSegmentParameters>): Promise<number> {
  chain.ranges.length = 0;
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const { tree: segment } = await readSegment({ ...place, ...how });
  const table = [{ recipient: ROLLUP, bps: 10_000 }] as const;
  const signals = claimSignals({ split: splitScope(1n, ROLLUP, 15n), segment, table, position: 0 });
  const toInputs = seconds();
  await prove(builtCircuit("claim"), signals);
  const toProof = seconds();
  const columns = [String(chain.ranges.length).padStart(10), toInputs.toFixed(2).padStart(25)];
  console.log(`  ${name.padEnd(32)}${columns.join("")}${toProof.toFixed(2).padStart(24)}`);
  return toProof;
}
