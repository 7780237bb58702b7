// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the histories of the seeds --from N to N + M - 1, --count M, each to a file for Histories.t.sol.
// With --show it prints their operations as well.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { encode } from "./encode.ts";
import { History, OPERATIONS_A_HISTORY, type Step } from "./history.ts";
import { OPERATIONS } from "./world.ts";

const FOLDER = "test/model/.histories";

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "0" },
    count: { type: "string", default: "1000" },
    show: { type: "boolean", default: false },
  },
});
const [from, count] = [Number(values.from), Number(values.count)];
let refused = 0;

mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}/operations.txt`, OPERATIONS.join("\n"));
for (let seed = from; seed < from + count; ++seed) {
  const bytes = encode(new History(seed), (step, number) => {
    if (step.selector !== 0n) ++refused;
    if (values.show) console.log(number, textOf(step));
  });
  writeFileSync(`${FOLDER}/${seed}.bin`, bytes);
}
console.log(
  `${count} histories from seed ${from}: ${count * OPERATIONS_A_HISTORY} operations, ${refused} refused`,
);

function textOf({ at, name, caller, words, selector, returned }: Step): string {
  const outcome = selector === 0n ? (returned ?? "done") : `0x${selector.toString(16).padStart(8, "0")}`;
  return `at ${at}: actor ${caller} ${name}(${words.join(", ")}) → ${outcome}`;
}
