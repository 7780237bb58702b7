// SPDX-License-Identifier: GPL-3.0-or-later
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { epochOf } from "../../interactions/effects.ts";
import type { Leaves } from "../../interactions/leaves.ts";
import type { Ledger } from "../../interactions/ledger.ts";
import { Overlay } from "../../interactions/overlay.ts";
import { type Comment, type Context, executeStride } from "../../interactions/transition.ts";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { createQueue } from "../../kernel/process/queue.ts";
import type { Store } from "../../kernel/store/store.ts";
import { concatBytes } from "../../sdk/content/merkle.ts";
import { OPERATION_BYTES, readFields, SIGNATURE_BYTES, STRIDE } from "../../sdk/interactions/fields.ts";
import { KINDS } from "../../sdk/interactions/kinds.ts";
import { decodeLeaf, type LeafKey, leafKey } from "../../sdk/interactions/leaves.ts";
import { NO_WORD, unpackOperation } from "../../sdk/interactions/operation.ts";
import { OperationRefusal } from "./operationRefusal.ts";
import type { Waiting } from "./policy.ts";
import type { OperationTables } from "./tables.ts";

/** Blocks that no reorg takes back: what was posted below them is forgotten. */
const SETTLED_BLOCKS = 256;

export type SignedOperation = {
  operation: Hex;
  word: Hex;
  signature: Uint8Array;
  /** Of a comment: what its word is the hash of, to be shown with it. */
  text?: string | undefined;
};
/** An accepted operation that is not posted yet, as bytes. */
export type WaitingOperation = Waiting & { bytes: Uint8Array; signature: Uint8Array };

/** What an operation would be executed in, were it posted in the next block. */
export type Now = Omit<Context, "isSigned" | "firstKeyOf"> & {
  block: number;
  hash: Hex;
  firstKeysOf(actors: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
};

/** `text`: undefined where it was not handed in here. */
export type PostedComment = Comment & { place: number; posting: bigint; text: string | undefined };

export type BookOptions = {
  store: Store<OperationTables>;
  ledger: Pick<Ledger, "leaves" | "commentsOn">;
  nowMs(): number;
};

/**
 * The operations that were accepted. The state says which of them still wait: one that would have no effect was posted, by whomever, and one whose
 * posting a reorg took back waits again.
 */
export function createOperationBook({ store, ledger, nowMs }: BookOptions) {
  const oneAtATime = createQueue();
  /** The state after what waits. */
  let ahead: Leaves = new Overlay(ledger.leaves);
  let waiting: WaitingOperation[] = [];
  let moment: Now | undefined;

  /** Reads again which operations wait, after `advance` has moved the ledger. */
  const look = (advance: () => Promise<Now>): Promise<readonly WaitingOperation[]> =>
    oneAtATime(async () => {
      const now = await advance();
      if (now.hash === moment?.hash) return waiting;
      const rows = await store.db.selectFrom("accepted_operation").selectAll().orderBy("place").execute();
      const keys = await now.firstKeysOf(rows.map(({ operation }) => actorOf(operation as Hex)));
      ahead = new Overlay(ledger.leaves);
      waiting = [];
      for (const row of rows) {
        const signature = hexToBytes(row.signature as Hex);
        const signed = { operation: row.operation as Hex, word: row.word as Hex, signature };
        const isWaiting = takesEffect(signed, now, keys);
        if (isWaiting) waiting.push({ ...shapeOf(signed), acceptedMs: row.accepted_ms, signature });
        const spent = isWaiting ? null : (row.spent_block ?? now.block);
        if (spent === row.spent_block) continue;
        await store.db
          .updateTable("accepted_operation")
          .set({ spent_block: spent })
          .where("place", "=", row.place)
          .execute();
      }
      await store.db
        .deleteFrom("accepted_operation")
        .where("spent_block", "<", now.block - SETTLED_BLOCKS)
        .execute();
      moment = now;
      return waiting;
    });

  /** Executes an operation on what is ahead. @returns Whether it changed anything. */
  function takesEffect(signed: SignedOperation, moment: Now, keys: ReadonlyMap<number, bigint>): boolean {
    const { bytes } = shapeOf(signed);
    const operations = new Uint8Array(STRIDE * OPERATION_BYTES);
    operations.set(bytes);
    const signatures = new Uint8Array(STRIDE * SIGNATURE_BYTES);
    signatures.set(signed.signature);
    const trial = new Overlay(ahead);
    const context = { ...moment, isSigned: true, firstKeyOf: (actor: number) => keys.get(actor) ?? 0n };
    executeStride(trial, context, { operations, signatures, marks: 0n });
    if (trial.isChanged) trial.pass();
    return trial.isChanged;
  }

  /** Accepts an operation that takes effect now: it is on disk when the promise resolves. @throws OperationRefusal for any other. */
  const accept = (signed: SignedOperation): Promise<void> =>
    oneAtATime(async () => {
      const moment = read();
      const fields = readFields(hexToBytes(signed.operation));
      const keys = await moment.firstKeysOf([fields.actor]);
      const before = ahead;
      ahead = new Overlay(before);
      try {
        if (!takesEffect(signed, moment, keys)) throw refusalOf(signed, moment, keys, before);
        const acceptedMs = nowMs();
        const place = await nextPlace();
        const { operation, word, text } = signed;
        const row = { place, operation, word, signature: bytesToHex(signed.signature), spent_block: null };
        await store.db.transaction().execute(async (trx) => {
          await trx
            .insertInto("accepted_operation")
            .values({ ...row, accepted_ms: acceptedMs })
            .execute();
          if (text === undefined) return;
          const kept = trx.insertInto("comment_text").values({ hash: word, text });
          await kept.onConflict((conflict) => conflict.doNothing()).execute();
        });
        waiting.push({ ...shapeOf(signed), acceptedMs, signature: signed.signature });
        (ahead as Overlay).pass();
      } finally {
        ahead = before;
      }
    });

  /** The moment of the state; nothing is promised or told before it was read. */
  function read(): Now {
    if (!moment) throw new TryAgainError("The state was not read yet.");
    return moment;
  }

  async function nextPlace(): Promise<number> {
    const { last } = await store.db
      .selectFrom("accepted_operation")
      .select((query) => query.fn.max("place").as("last"))
      .executeTakeFirstOrThrow();
    return last === null ? 0 : Number(last) + 1;
  }

  /** The comments on a work that were posted, the newest first: those whose places in the thread are below `before`, so many at most. */
  async function comments(work: number, before: number, most: number): Promise<PostedComment[]> {
    read();
    const thread = ledger.commentsOn(work).map((comment, place) => ({ ...comment, place }));
    const end = Math.min(before, thread.length);
    const page = thread.slice(Math.max(0, end - most), end).reverse();
    if (page.length === 0) return [];
    const words = page.map(({ word }) => word);
    const texts = await store.db.selectFrom("comment_text").selectAll().where("hash", "in", words).execute();
    const textOf = new Map(texts.map(({ hash, text }) => [hash, text]));
    return page.map((comment) => ({ ...comment, text: textOf.get(comment.word) }));
  }

  return {
    look,
    accept,
    comments,
    /** A leaf of the state, after what waits. */
    leaf(key: LeafKey): bigint {
      read();
      return ahead.get(key);
    },
  };
}

export type OperationBook = ReturnType<typeof createOperationBook>;

const actorOf = (operation: Hex) => readFields(hexToBytes(operation)).actor;

function shapeOf({ operation, word }: SignedOperation) {
  const row = KINDS[readFields(hexToBytes(operation)).kind];
  const isOfEpoch = row?.name === "play" || row?.name === "peer";
  if (row?.word === "none" || !row) return { cells: 1 as const, isOfEpoch, bytes: hexToBytes(operation) };
  const bytes = concatBytes([hexToBytes(operation), hexToBytes(word), new Uint8Array(4)]);
  return { cells: 4 as const, isOfEpoch, bytes };
}

/** Why an operation has no effect. */
function refusalOf(
  { operation, word, signature }: SignedOperation,
  { actors, works, time, signerOf }: Now,
  keys: ReadonlyMap<number, bigint>,
  leaves: Leaves,
): OperationRefusal {
  const { actor, target, key, value, kind } = readFields(hexToBytes(operation));
  const row = KINDS[kind];
  if (!row || !unpackOperation({ operation, word }) || (row.word === "none" && word !== NO_WORD))
    return new OperationRefusal("malformed", "No such operation ever has an effect: pack it with the SDK.");
  if (actor >= actors)
    return new OperationRefusal(
      "unknown_actor",
      `There is no actor ${actor} yet: register, and wait for the block.`,
    );
  if ((row.target === "actor" && target >= actors) || (row.target === "work" && target >= works))
    return new OperationRefusal(
      "unknown_target",
      `There is no ${row.target} ${target} yet: wait for its block.`,
    );
  const signer =
    key === 0 ? (keys.get(actor) ?? 0n) : decodeLeaf("key", leaves.get(leafKey("key", actor, key))).key;
  const record =
    row.record === "none" ? undefined : leafKey(row.record, actor, row.record === "key" ? value : target);
  const version = record ? Number(leaves.get(record) & 0xffffn) : epochOf(time);
  const by = signerOf(hexToBytes(operation), hexToBytes(word), version, signature);
  return signer !== 0n && by === signer
    ? new OperationRefusal("no_effect", "The operation is signed well, and would change nothing.")
    : new OperationRefusal(
        "wrong_key",
        `The actor's key ${key} did not sign this operation for version ${version}: sign it for that version, with that key.`,
      );
}
