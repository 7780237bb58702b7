// SPDX-License-Identifier: GPL-3.0-or-later
// The plan of 10,000 works on 100 edges, in a process that has just started, and what moves when 1 of 10 edges leaves. Exits with 1
// above the goals. Run: npm run bench:placement
import { keccak256, numberToHex } from "viem";
import { compileKeccak } from "../../agents/sdk/content/keccak.ts";
import { regionOf } from "../../agents/sdk/operators/region.ts";
import { placeWorks, planRoot } from "../../agents/sdk/placement/plan.ts";
import type { RosterPlace } from "../../agents/sdk/placement/rendezvous.ts";

const WORKS = 10_000;
const MOST_SECONDS = 2;
const REGIONS = ["eu-west", "us-east"].map(regionOf);
// a third of the works in one region, a tenth popular
const works = Array.from({ length: WORKS }, (_, n) => ({
  contentId: keccak256(numberToHex(n)),
  ...{ regions: n % 3 === 0 ? REGIONS.slice(0, 1) : [], doublings: n % 10 === 0 ? 1 : 0 },
}));
const rosterOf = (count: number): RosterPlace[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ edge: numberToHex(n + 1, { size: 20 }), region: REGIONS[n % 2]!, weight: 5_000 + 50 * n },
  }));

const began = process.cpuUsage();
await compileKeccak();
const placed = placeWorks(rosterOf(100), works);
planRoot(placed);
const { user, system } = process.cpuUsage(began);
const seconds = (user + system) / 1e6;

const roster = rosterOf(10);
const before = placeWorks(roster, works);
const after = placeWorks(roster.with(4, null), works);
const gone = roster[4]!.edge;
const held = before.filter(({ owners }) => owners.includes(gone)).length;
const moved = after.reduce(
  (sum, { owners }, n) => sum + owners.filter((owner) => !before[n]!.owners.includes(owner)).length,
  0,
);

console.log(
  `${WORKS} works on 100 edges, with the root   ${seconds.toFixed(2)} s of one core, goal ${MOST_SECONDS}`,
);
console.log(`1 of 10 edges leaves, which held ${held}   ${moved} moved, goal ${held}`);
if (seconds > MOST_SECONDS || moved !== held) process.exit(1);
