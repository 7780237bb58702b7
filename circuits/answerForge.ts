// SPDX-License-Identifier: GPL-3.0-or-later
import { encodeAbiParameters, type Hex, numberToHex, parseAbiParameters } from "viem";
import { type Proof, proveClaim, proveSettle, stopProving } from "../agents/splits/prove.ts";
import { SegmentTree } from "../agents/splits/segment.ts";
import { type SplitTable, tableHash } from "../agents/splits/table.ts";
import { builtCircuit } from "./builtCircuit.ts";

type Asked = {
  leaves: string[];
  table: SplitTable;
  challenge: string;
  before: string[];
  after: string[];
  split: string;
  position: number;
};

/** Answers what proveForForge.ts is asked. Throws for a question that it does not know. */
export async function answerForge(question: string, asked: Asked): Promise<Hex> {
  switch (question) {
    case "root":
      return numberToHex(tree(asked.leaves).root, { size: 32 });
    case "table":
      return numberToHex(tableHash(asked.table), { size: 32 });
    case "settle":
      return encode(
        proveSettle(builtCircuit("settle"), {
          challenge: BigInt(asked.challenge),
          before: tree(asked.before),
          after: tree(asked.after),
        }),
      );
    case "claim":
      return encode(
        proveClaim(builtCircuit("claim"), {
          ...asked,
          split: BigInt(asked.split),
          segment: tree(asked.leaves),
        }),
      );
    default:
      throw new Error(`there is no question ${question}`);
  }
}

const tree = (leaves: string[]) => new SegmentTree(leaves.map(BigInt));

async function encode(proving: Promise<Proof>): Promise<Hex> {
  const { a, b, c } = await proving;
  await stopProving();
  return encodeAbiParameters(parseAbiParameters("uint256[2], uint256[2][2], uint256[2]"), [a, b, c]);
}
