// SPDX-License-Identifier: GPL-3.0-or-later
import { CID_BYTES, cidBytes } from "../../sdk/content/cid.ts";
import { equalBytes } from "../../sdk/content/merkle.ts";
import { BadAnswerError } from "../../sdk/content/requestChunk.ts";
import { readVarint } from "../../sdk/content/varint.ts";
import { type CarBlock, sectionBytes } from "../ipfs/carPlan.ts";

/** The answer is not the CAR that was asked for, as of a gateway that orders or leaves out otherwise; nothing says that it lies. */
export class NotTheCarError extends Error {
  override name = "NotTheCarError";
}

/** The header of one root is 59 bytes; another gateway may write it otherwise. */
const MOST_HEADER_BYTES = 1_024;
const MOST_VARINT_BYTES = 5;

/** The most bytes of the CAR of `plan`. */
export const carBytes = (plan: readonly CarBlock[]): number =>
  plan.reduce((sum, block) => sum + sectionBytes(block), MOST_VARINT_BYTES + MOST_HEADER_BYTES);

export type CarReader = {
  /** Takes the next bytes, cut anywhere. Yields each chunk of the plan, unverified, once it is whole. */
  take(part: Uint8Array): Generator<{ chunk: number; bytes: Uint8Array }>;
  isDone(): boolean;
};

/**
 * Reads a CAR (version 1) of which every block is known beforehand, so that nothing is buffered but one of them. Nodes are compared here, the
 * chunks by whoever takes them. Throws a NotTheCarError, and a BadAnswerError for a node under a CID that is not its own.
 */
export function createCarReader(plan: readonly CarBlock[]): CarReader {
  let at = 0;
  let reading: "headerLength" | "header" | "length" | "cid" | "bytes" = "headerLength";
  let target = new Uint8Array(MOST_VARINT_BYTES);
  let filled = 0;
  const begin = (what: typeof reading, bytes: number) => {
    [reading, target, filled] = [what, new Uint8Array(bytes), 0];
  };

  /** A varint that now has another byte: its value, once it is whole. */
  function lengthNow(): number | undefined {
    if (target[filled - 1]! < 128) return readVarint(target.subarray(0, filled), 0)?.value;
    if (filled === MOST_VARINT_BYTES) throw new NotTheCarError("sent a length that is none");
    return undefined;
  }

  function beginHeader(length: number): void {
    if (length === 0 || length > MOST_HEADER_BYTES)
      throw new NotTheCarError(`sent a header of ${length} bytes`);
    begin("header", length);
  }

  function requireNext(): CarBlock {
    const block = plan[at];
    if (!block) throw new NotTheCarError("sent more blocks than were asked for");
    return block;
  }

  function beginBlock(length: number): void {
    const wanted = CID_BYTES + requireNext().length;
    if (length !== wanted) throw new NotTheCarError(`sent a block of ${length} bytes for one of ${wanted}`);
    begin("cid", CID_BYTES);
  }

  /** What was read is whole: begins the next, and gives the chunk that it was. */
  function advance(): { chunk: number; bytes: Uint8Array } | undefined {
    if (reading === "header") begin("length", MOST_VARINT_BYTES);
    else if (reading === "cid") {
      if (!equalBytes(target, cidBytes(requireNext().cid))) throw new NotTheCarError("sent another block");
      begin("bytes", requireNext().length);
    } else {
      const { chunk, bytes } = requireNext();
      const read = target;
      at += 1;
      begin("length", MOST_VARINT_BYTES);
      if (chunk !== undefined) return { chunk, bytes: read };
      if (!equalBytes(read, bytes!))
        throw new BadAnswerError("sent other bytes than a node's", { index: 0, isLie: true });
    }
    return undefined;
  }

  return {
    *take(part) {
      for (let from = 0; from < part.length; ) {
        if (reading === "headerLength" || reading === "length") {
          target[filled++] = part[from++]!;
          const length = lengthNow();
          if (length !== undefined) (reading === "length" ? beginBlock : beginHeader)(length);
          continue;
        }
        const taken = part.subarray(from, from + target.length - filled);
        target.set(taken, filled);
        filled += taken.length;
        from += taken.length;
        if (filled < target.length) return;
        const chunk = advance();
        if (chunk) yield chunk;
      }
    },
    isDone: () => at === plan.length && reading === "length" && filled === 0,
  };
}
