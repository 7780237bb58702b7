// SPDX-License-Identifier: GPL-3.0-or-later
// For `vm.ffi`: prints ABI-encoded answers to questions in JSON. Amounts are decimal strings.
//   root   {"leaves":["5","0",…]}                              uint256
//   table  {"table":[{"recipient":"0x…","bps":10000}]}          uint256, the table's hash
//   settle {"challenge":"7","before":[…],"after":[…]}           uint256[2], uint256[2][2], uint256[2]
//   claim  {"split":"9","leaves":[…],"table":[…],"position":0}  uint256[2], uint256[2][2], uint256[2]
// A test suite asks the same things again and again: answers are kept for as long as the keys are, and what takes a
// second to load is loaded only for new ones.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { artefactsOf, BUILD_DIR, CIRCUIT_NAMES } from "./instances.ts";

const [question, json] = process.argv.slice(2);
if (!question || !json) throw new Error("usage: proveForForge.ts root|table|settle|claim JSON");

const keys = CIRCUIT_NAMES.map((name) => readFileSync(artefactsOf(name).sourceHash, "utf8"));
const id = createHash("sha256")
  .update([question, ...keys, json].join("\n"))
  .digest("hex");
const folder = join(BUILD_DIR, "proofs");
const file = join(folder, `${id}.hex`);
if (!existsSync(file)) {
  const { answerForge } = await import("./answerForge.ts");
  mkdirSync(folder, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, await answerForge(question, JSON.parse(json)));
  renameSync(unfinished, file);
}
process.stdout.write(readFileSync(file, "utf8"));
