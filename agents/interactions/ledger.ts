// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, hexToBytes, zeroHash } from "viem";
import { OPERATION_BYTES, readFields } from "../sdk/interactions/fields.ts";
import { assertionOf, execute } from "./execute.ts";
import { type Falsification, falsificationOf } from "./falsification.ts";
import type { InteractionLogs } from "./interactionLogs.ts";
import type { Leaves } from "./leaves.ts";
import { marksOf } from "./marks.ts";
import type { Posting } from "./posting.ts";
import type { SignerOf } from "./signerOf.ts";
import { type Moment, StateTree } from "./stateTree.ts";
import type { Comment } from "./transition.ts";

/** The state remembers so many blocks: to go further back, it is made anew. */
const SETTLED_BLOCKS = 256;

/** What execution made of a posting. */
type Executed = {
  /** The state before it. */
  before: Moment;
  /** The last block that was read when it was executed, or its marks were compared, and its time in seconds. */
  atBlock: number;
  atSec: number;
  rootBefore: Hex;
  roots: Hex[];
  comments: Comment[];
  /** When its marks are final, in seconds; those that it was executed with. */
  finalAtSec: number;
  marks: readonly bigint[];
};

export type LedgerOptions = {
  logs: InteractionLogs;
  signerOf: SignerOf;
  /** `InteractionInputs.DEMAND_TIME`. */
  demandTimeSec: number;
  /** Executes postings before their marks are final, and again when one changes. */
  isProvisional?: boolean;
};

/** The state after each posting whose marks are final, from the logs alone. */
export class Ledger {
  private state = new StateTree();
  private executed: Executed[] = [];
  private readonly options: LedgerOptions;

  constructor(options: LedgerOptions) {
    this.options = options;
  }

  /** The state after all that was executed; to read, not to write. */
  get leaves(): Leaves {
    return this.state;
  }

  /** How many postings were executed. */
  get next(): bigint {
    return BigInt(this.executed.length);
  }

  /** The true roots of a posting: the one before, and those after each stride. Undefined for a posting that was not executed. */
  rootsOf(posting: bigint): Pick<Executed, "rootBefore" | "roots" | "finalAtSec"> | undefined {
    return this.executed[Number(posting)];
  }

  /** The comments on a work in the postings that were executed, the oldest first. */
  commentsOn(work: number): (Comment & { posting: bigint })[] {
    return this.executed.flatMap(({ comments }, number) =>
      comments.filter((one) => one.work === work).map((one) => ({ ...one, posting: BigInt(number) })),
    );
  }

  /** Takes back what reorgs replaced, and executes the postings whose marks are final in block `atBlock`, of second `timeSec`, or all. */
  async advance(atBlock: bigint, timeSec: number, signal?: AbortSignal): Promise<void> {
    const rewound = this.options.logs.takeRewind();
    // what was read below may be read otherwise now
    const isReplaced = (one: Executed) => rewound !== undefined && one.atBlock >= rewound;
    let replaced = this.executed.findIndex(isReplaced);
    if (replaced < 0) replaced = await this.firstRemarked(atBlock, timeSec);
    if (replaced >= 0) {
      await this.whole(() => this.goTo(replaced));
      this.executed.length = replaced;
    }
    for (;;) {
      signal?.throwIfAborted();
      const posting = await this.posting(this.next);
      if (!posting) break;
      const finalAtSec = this.finalAt(posting);
      if (!this.options.isProvisional && timeSec < finalAtSec) break;
      const before = this.state.now();
      const rootBefore = this.executed.at(-1)?.roots.at(-1) ?? zeroHash;
      const comments: Comment[] = [];
      const onComment = (comment: Comment) => comments.push(comment);
      const roots = assertionOf(this.state, { ...posting, onComment });
      const at = { atBlock: Number(atBlock), atSec: timeSec };
      this.executed.push({ before, ...at, rootBefore, roots, comments, finalAtSec, marks: posting.marks });
    }
    const settled = this.executed.findLast((one) => one.atBlock < Number(atBlock) - SETTLED_BLOCKS);
    if (settled) this.state.forget(settled.before);
  }

  /** Shows the first wrong root of an assertion of a posting that was executed. Undefined for a true one. */
  async falsify(number: bigint, claimed: readonly Hex[]): Promise<Falsification | undefined> {
    const index = Number(number);
    return this.whole(async () => {
      await this.goTo(index);
      const falsification = falsificationOf(this.state, await this.known(index), claimed);
      for (let later = index; later < this.executed.length; later++) await this.executeAgain(later);
      return falsification;
    });
  }

  /** Does all of `work`, or begins anew at the next look. */
  private async whole<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.state = new StateTree();
      this.executed = [];
      throw error;
    }
  }

  /** Brings the state to the one before an executed posting. */
  private async goTo(index: number): Promise<void> {
    const { before } = this.executed[index]!;
    if (this.state.remembers(before)) {
      this.state.undo(before);
      return;
    }
    this.state = new StateTree();
    for (let earlier = 0; earlier < index; earlier++) await this.executeAgain(earlier);
  }

  private async executeAgain(index: number): Promise<void> {
    const posting = await this.known(index);
    this.executed[index]!.before = this.state.now();
    execute(this.state, posting);
  }

  private async known(index: number): Promise<Posting> {
    const posting = await this.posting(BigInt(index));
    if (!posting) throw new Error(`posting ${index} was executed, and is not in the store`);
    return posting;
  }

  /** The first posting that was executed with other marks than it has now; -1 if there is none. */
  private async firstRemarked(atBlock: bigint, timeSec: number): Promise<number> {
    for (const [index, one] of this.executed.entries()) {
      if (one.atSec >= one.finalAtSec) continue;
      const marks = marksOf(await this.options.logs.marks(BigInt(index)), one.marks.length);
      if (marks.some((mark, stride) => mark !== one.marks[stride])) return index;
      one.atBlock = Number(atBlock);
      one.atSec = timeSec;
    }
    return -1;
  }

  private finalAt({ time, isSigned }: Posting): number {
    return isSigned ? time : time + 2 * this.options.demandTimeSec;
  }

  private async posting(number: bigint): Promise<Posting | undefined> {
    const logged = await this.options.logs.posting(number);
    if (!logged) return undefined;
    const { postedAt: time, strides, actors, works, isSigned } = logged.posting;
    const [operations, signatures] = [hexToBytes(logged.operations), hexToBytes(logged.signatures)];
    const named = Array.from(
      { length: operations.length / OPERATION_BYTES },
      (_, at) => readFields(operations, at * OPERATION_BYTES).actor,
    );
    const keys = await this.options.logs.firstKeys(named, number);
    const marks = marksOf(await this.options.logs.marks(number), strides);
    const firstKeyOf = (actor: number) => keys.get(actor) ?? 0n;
    return {
      number,
      time,
      actors,
      works,
      isSigned,
      operations,
      signatures,
      marks,
      firstKeyOf,
      signerOf: this.options.signerOf,
    };
  }
}
