// SPDX-License-Identifier: GPL-3.0-or-later
// Operations that one core re-executes a second on a state of 1,000,000 leaves, by how often the state is hashed, and with signatures; what a lie of the
// last of 64 strides takes to be found and shown. CPU time counts, so that a busy machine measures the same. Exits with 1 below the goals.
// Run: npm run bench:interactions
import { bytesToHex, hexToBytes } from "viem";
import { assertionOf, execute } from "../../agents/interactions/execute.ts";
import { falsificationOf } from "../../agents/interactions/falsification.ts";
import type { Posting } from "../../agents/interactions/posting.ts";
import { createSignerOf } from "../../agents/interactions/signerOf.ts";
import { StateTree } from "../../agents/interactions/stateTree.ts";
import { keccak } from "../../agents/sdk/content/keccak.ts";
import { writeFields } from "../../agents/sdk/interactions/fields.ts";
import { leafKey, PRESENT } from "../../agents/sdk/interactions/leaves.ts";
import { Random } from "../../test/model/random.ts";
import { perCpuSecond } from "./perCpuSecond.ts";

const LEAVES = 1_000_000;
const ACTORS = 200_000;
const WORKS = 20_000;
const OPERATIONS = 1_024;
const MEASURE_MS = 4_000;
/** Postings between two hashes. */
const POSTINGS = 8_192 / OPERATIONS;
const LEAST_EACH_STRIDE = 12_000;
const LEAST_EACH_8192 = 25_000;

const random = new Random(0);
const contract = {
  chainId: 31_337,
  interactionInputs: "0x0000000000000000000000000000000000001a7e",
} as const;
const signerOf = createSignerOf(contract);
/** Any signature recovers to somebody, which takes as long as to the actor. */
const signatures = new Uint8Array(64 * OPERATIONS).fill(1);

keccak(signatures);
await new Promise((resolve) => setTimeout(resolve, 100)); // the hash compiles

const state = new StateTree();
const startedMs = performance.now();
for (let n = 0; n < LEAVES; n++) state.set(leafKey("pair", n % ACTORS, ACTORS + n), PRESENT | BigInt(n));
state.root();
const buildSeconds = (performance.now() - startedMs) / 1_000;
const postings = Array.from({ length: 64 }, (_, number) => drawPosting(BigInt(number)));
let at = 0;
const next = () => postings[at++ % postings.length]!;

const eachStride = await operationsPerSecond(1, () => assertionOf(state, next()));
const each8192 = await operationsPerSecond(POSTINGS, () => {
  for (let left = POSTINGS; left > 0; left--) execute(state, next());
  return state.root();
});
const signed = await operationsPerSecond(1, () => {
  execute(state, { ...next(), isSigned: true, signatures });
  return state.root();
});
const start = state.now();
const roots = assertionOf(state, next());
at--;
state.undo(start);
const lie = [...roots.slice(0, -1), bytesToHex(hexToBytes(roots[0]!).reverse())] as typeof roots;
const lies = await perCpuSecond(
  () => falsificationOf(state, postings[at % postings.length]!, lie),
  MEASURE_MS,
);

console.log(`re-executed per second of CPU time, on ${state.size} leaves        operations      goal`);
print("hashed after each stride of 16", eachStride, LEAST_EACH_STRIDE);
print("hashed once per 8,192", each8192, LEAST_EACH_8192);
print("with signatures, hashed once per 1,024", signed);
console.log(
  `\na lie in the last stride of ${OPERATIONS} operations, found and shown: ${(1_000 / lies).toFixed(0)} ms`,
);
console.log(`a state of ${LEAVES} leaves, built and hashed: ${buildSeconds.toFixed(1)} s`);
console.log(`memory of the process: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`);
if (eachStride < LEAST_EACH_STRIDE || each8192 < LEAST_EACH_8192) process.exit(1);

function drawPosting(number: bigint): Posting {
  const operations = new Uint8Array(12 * OPERATIONS);
  for (let place = 0; place < OPERATIONS; place++) {
    const kind = random.between(1, 5);
    const value = kind === 5 ? random.below(6) : 0;
    const [actor, target] = [random.below(ACTORS), random.below(WORKS)];
    writeFields(operations, { kind, key: 0, actor, target, value }, 12 * place);
  }
  const counts = { actors: ACTORS, works: WORKS, time: 1_700_000_000, isSigned: false, marks: [] };
  return { number, ...counts, operations, signatures: new Uint8Array(0), firstKeyOf: () => 1n, signerOf };
}

async function operationsPerSecond(count: number, step: () => unknown): Promise<number> {
  return count * OPERATIONS * (await perCpuSecond(step, MEASURE_MS));
}

function print(name: string, measured: number, goal?: number): void {
  const goalText = goal?.toLocaleString("en") ?? "";
  console.log(`  ${name.padEnd(56)}${measured.toFixed(0).padStart(12)}${goalText.padStart(10)}`);
}
