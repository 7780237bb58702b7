// SPDX-License-Identifier: GPL-3.0-or-later
// For `vm.ffi`: prints ABI-encoded answers to questions in JSON. Amounts are decimal strings.
//   root   {"leaves":["5","0",…]}                              uint256
//   table  {"table":[{"recipient":"0x…","bps":10000}]}          uint256, the table's hash
//   settle {"challenge":"7","before":[…],"after":[…]}           uint256[2], uint256[2][2], uint256[2]
//   claim  {"split":"9","leaves":[…],"table":[…],"position":0}  uint256[2], uint256[2][2], uint256[2]
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeAbiParameters, type Hex, numberToHex, parseAbiParameters } from "viem";
import { type Proof, proveClaim, proveSettle, stopProving } from "../agents/rollup/prove.ts";
import { SegmentTree } from "../agents/rollup/segment.ts";
import { type SplitTable, tableHash } from "../agents/rollup/table.ts";
import { artefactsOf, BUILD_DIR, type CircuitName } from "./instances.ts";

const USAGE = "usage: proveForForge.ts root|table|settle|claim JSON";
const PROOF = parseAbiParameters("uint256[2], uint256[2][2], uint256[2]");
const tree = (leaves: string[]) => new SegmentTree(leaves.map(BigInt));

const [question, json] = process.argv.slice(2);
if (!json) throw new Error(USAGE);
process.stdout.write(await answer(question, json));

async function answer(question: string | undefined, json: string): Promise<Hex> {
  const asked = JSON.parse(json);
  switch (question) {
    case "root":
      return numberToHex(tree(asked.leaves).root, { size: 32 });
    case "table":
      return numberToHex(tableHash(asked.table as SplitTable), { size: 32 });
    case "settle":
      return once("settle", json, () =>
        proveSettle({
          challenge: BigInt(asked.challenge),
          before: tree(asked.before),
          after: tree(asked.after),
        }),
      );
    case "claim":
      return once("claim", json, () =>
        proveClaim({ ...asked, split: BigInt(asked.split), segment: tree(asked.leaves) }),
      );
    default:
      throw new Error(USAGE);
  }
}

/** A test suite asks for the same proofs again and again: they are kept for as long as the keys are. */
async function once(name: CircuitName, json: string, make: () => Promise<Proof>): Promise<Hex> {
  const keys = readFileSync(artefactsOf(name).sourceHash, "utf8");
  const id = createHash("sha256").update(`${name}\n${keys}\n${json}`).digest("hex");
  const file = join(BUILD_DIR, "proofs", `${id}.hex`);
  if (existsSync(file)) return readFileSync(file, "utf8") as Hex;

  const { a, b, c } = await make();
  await stopProving();
  const encoded = encodeAbiParameters(PROOF, [a, b, c]);
  mkdirSync(join(BUILD_DIR, "proofs"), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, encoded);
  renameSync(unfinished, file);
  return encoded;
}
