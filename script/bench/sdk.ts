// SPDX-License-Identifier: GPL-3.0-or-later
// What the SDK costs a page: `npm run bench:sdk`. Bytes of single actions, beside the actions of viem's own channels; and when each
// second of a work is ready, beside a bare `fetch`; and how many queries of logs a page makes on an old chain.

import { pageBytes } from "./pageBytes.ts";
import { printDiscoveryRow } from "./sdkDiscovery.ts";
import { printPlayRows } from "./sdkPlay.ts";

const ours = (names: string, door = "") => pageBytes(`export { ${names} } from "@tributary/sdk${door}";`);
const one = (path: string) =>
  pageBytes(`import { ${path.split(".")[0]} } from "@tributary/sdk"; export const one = ${path};`);
/** viem's action with the modules of its own, without those that viem's clients share. */
const SHARED = /^(viem$|ox|@noble|abitype)|viem\/_esm\/(?!tempo)|node_modules\/(ox|@noble|abitype)\//;
const viems = (name: string) =>
  pageBytes(`import { Actions } from "viem/tempo"; export const one = Actions.channel.${name};`, SHARED);

const rows: [string, number, number, number?][] = [
  ["one read", await one("stream.getStream"), 2_048, await viems("getStates")],
  ["one write", await one("staking.harvest"), 4_096, await viems("close")],
  ["one write with a deposit", await one("channel.open"), 4_096, await viems("open")],
  ["play", await ours("play", "/player"), 25_600],
  ["every action", await ours("tributaryActions"), Number.POSITIVE_INFINITY],
];
console.log("gzipped bytes, without viem              ours      goal    viem/tempo");
for (const [what, bytes, goal, peer] of rows) {
  const most = Number.isFinite(goal) ? String(goal) : "–";
  console.log(
    `  ${what.padEnd(34)}${String(bytes).padStart(9)}${most.padStart(10)}${String(peer ?? "–").padStart(14)}`,
  );
}
console.log();
await printPlayRows();
console.log();
await printDiscoveryRow();
