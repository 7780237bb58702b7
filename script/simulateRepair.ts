// SPDX-License-Identifier: GPL-3.0-or-later
// npm run simulate:repair -- --runs 1000 [--from 1]: networks of edges by as many seeds, for a night. Ends with 1 at a broken promise.
import { parseArgs } from "node:util";
import { brokenPromises, networkOf } from "../agents/edge/repair/testing/brokenPromises.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "1000" }, from: { type: "string", default: "1" } },
});
const [runs, from] = [Number(values.runs), Number(values.from)];
let broken = 0;
for (let seed = from; seed < from + runs; seed++) {
  for (const what of brokenPromises(networkOf(seed))) {
    broken += 1;
    console.log(`seed ${seed}: ${what}`);
  }
}
console.log(`${runs} networks, ${broken} broken promises`);
process.exitCode = broken > 0 ? 1 : 0;
