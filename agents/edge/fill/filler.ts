// SPDX-License-Identifier: GPL-3.0-or-later
import { type Outgoing, OutgoingError } from "../../kernel/http/outgoing.ts";
import { HttpError } from "../../kernel/http/problem.ts";
import { MOST_FRAMES } from "../../sdk/content/chunkFrames.ts";
import { LIST_ENTRY_BYTES } from "../../sdk/content/leafList.ts";
import { BadAnswerError } from "../../sdk/content/requestChunk.ts";
import { type Deferred, deferred } from "../../sdk/wire/deferred.ts";
import { leafAt } from "../heldTree.ts";
import { holdsBytesOf } from "../isChunkOf.ts";
import type { OwnedContent, Work } from "../works.ts";
import { type AskedChunk, askForChunks, askForLeaves } from "./askSource.ts";
import type { Holdings } from "./holdings.ts";
import type { Keeper } from "./keeper.ts";
import { createPlaces } from "./places.ts";
import type { SourceFailure } from "./rankSources.ts";
import type { Source, Sources } from "./sources.ts";

/** Brings chunks that this edge does not hold from its sources, and keeps them. */
export type Filler = {
  /**
   * The chunk, equal to its leaf; undefined when no source has it. However many ask, it is fetched once; what is asked for in one
   * go comes in runs.
   */
  chunk(work: Work, index: number): Promise<Buffer | undefined>;
  /** The leaf list of a work, as a source has it and `accept` takes it; undefined when none has. */
  work(content: OwnedContent, accept: (list: Uint8Array) => Promise<Work>): Promise<Work | undefined>;
};

type Run = { work: Work; first: number; last: number };

export function createFiller(options: {
  sources: Sources;
  holdings: Holdings;
  outgoing: Outgoing;
  keeper: Keeper;
  /** A chunk on disk. */
  readChunk(work: Work, index: number): Promise<Buffer | undefined>;
}): Filler {
  const { sources, holdings, outgoing, keeper } = options;
  const underWay = new Map<string, Deferred<Buffer | undefined>>();
  const queued = new Map<string, { work: Work; indices: number[] }>();
  const keyOf = ({ content }: Work, index: number) => `${content.root}/${index}`;
  const places = createPlaces(async (work, index) => {
    const ours = underWay.get(keyOf(work, index))?.promise ?? options.readChunk(work, index);
    return (await ours) ?? chunk(work, index);
  });

  function chunk(work: Work, index: number): Promise<Buffer | undefined> {
    const key = keyOf(work, index);
    const known = underWay.get(key);
    if (known) return known.promise;
    const asked = deferred<Buffer | undefined>();
    underWay.set(key, asked);
    const queue = queued.get(work.content.root);
    if (queue) queue.indices.push(index);
    else {
      queued.set(work.content.root, { work, indices: [index] });
      // whoever asks for a fragment asks for all of its chunks before this runs
      queueMicrotask(() => flush(work.content.root));
    }
    return asked.promise;
  }

  function flush(root: string): void {
    const { work, indices } = queued.get(root)!;
    queued.delete(root);
    for (const [first, last] of runsOf(indices))
      void fill({ work, first, last }).catch((error) => giveUp({ work, first, last }, error));
  }

  function giveUp({ work, first, last }: Run, error: unknown): void {
    for (let index = first; index <= last; index++) {
      underWay.get(keyOf(work, index))?.reject(error);
      underWay.delete(keyOf(work, index));
    }
  }

  /** Takes a chunk from a source: checked, handed to whoever waits, and kept. Throws a BadAnswerError. */
  async function take(work: Work, { index, bytes }: AskedChunk): Promise<void> {
    await requireChunk(work, { index, bytes });
    const key = keyOf(work, index);
    const held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    // until it is on disk, whoever asks gets it from here
    if (!underWay.has(key)) underWay.set(key, deferred());
    underWay.get(key)!.resolve(held);
    await keeper.keep(work, index, held, () => underWay.delete(key));
  }

  async function fill(run: Run): Promise<void> {
    const { work, last } = run;
    const failed = new Set<Source>();
    let next = run.first;
    while (next <= last) {
      const { ask, probe } = sources.rank();
      for (const source of probe) void tryOut(source, work, next);
      const at = next;
      const source = ask.find((each) => !failed.has(each) && holdings.heldUntil(each, work, at) >= at);
      if (!source) break;
      const until = Math.min(last, holdings.heldUntil(source, work, at));
      const { reached, isWhole } = await attempt(source, { work, first: at, last: until });
      // one that has now said what it lacks is asked for the rest
      if (!isWhole && holdings.heldUntil(source, work, at) >= until) failed.add(source);
      next = reached;
    }
    for (let index = next; index <= last; index++) {
      underWay.get(keyOf(work, index))?.resolve(undefined);
      underWay.delete(keyOf(work, index));
    }
  }

  /** Asks one source for a run: how far it came, and whether that was all. Never rejects. */
  async function attempt(source: Source, { work, first, last }: Run) {
    const beganMs = performance.now();
    let next = first;
    let bytes = 0;
    try {
      for await (const asked of askForChunks(source, work, { first, last }, { outgoing, places })) {
        await take(work, asked);
        bytes += asked.bytes.length;
        if (asked.index === next) next += 1;
      }
      sources.succeeded(source, bytes, performance.now() - beganMs);
      return { reached: next, isWhole: next > last };
    } catch (error) {
      await blame(source, error, work);
      return { reached: next, isWhole: false };
    }
  }

  async function blame(source: Source, error: unknown, work: Work): Promise<void> {
    const isAbsent = error instanceof OutgoingError && (error.status === 404 || error.status === 410);
    if (isAbsent) await holdings.isAbsent(source, work);
    else sources.failed(source, isLie(error) ? "wrong" : silence(error), error);
  }

  const onProbation = new Set<Source>();
  /** Gives a demoted source another chance, with a chunk that nobody waits for from it. */
  async function tryOut(source: Source, work: Work, index: number): Promise<void> {
    if (onProbation.has(source)) return;
    onProbation.add(source);
    try {
      const beganMs = performance.now();
      for await (const asked of askForChunks(
        source,
        work,
        { first: index, last: index },
        { outgoing, places },
      )) {
        await requireChunk(work, asked);
        if (asked.index === index) sources.succeeded(source, asked.bytes.length, performance.now() - beganMs);
      }
    } catch (error) {
      const isThere = error instanceof OutgoingError && error.status === 404;
      // who lied has to bring a true chunk
      if (isThere && !source.stats.hasLied) sources.succeeded(source);
      else if (!isThere) await blame(source, error, work);
    } finally {
      onProbation.delete(source);
    }
  }

  return {
    chunk,
    async work(content, accept) {
      const listBytes = Number(content.leafCount) * LIST_ENTRY_BYTES;
      for (const source of sources.rank().ask) {
        // a gateway has blocks alone
        if (source.kind === "gateway") continue;
        try {
          const beganMs = performance.now();
          const work = await accept(await askForLeaves(source, content, listBytes, outgoing));
          sources.succeeded(source, listBytes, performance.now() - beganMs);
          return work;
        } catch (error) {
          if (error instanceof HttpError && error.status >= 500) throw error;
          const isAbsent = error instanceof OutgoingError && error.status === 404;
          if (isAbsent) continue;
          sources.failed(source, error instanceof HttpError ? "wrong" : silence(error), error);
        }
      }
      return undefined;
    },
  };
}

/** Throws a BadAnswerError unless the bytes are the leaf's; the pieces are looked at before the chunk is kept. */
async function requireChunk({ tree }: Work, { index, bytes }: AskedChunk): Promise<void> {
  if (!(await holdsBytesOf(leafAt(tree, index), bytes)))
    throw new BadAnswerError(`sent other bytes than chunk ${index}`, { index, isLie: true });
}

/** Of a source that gave no answer that could be judged. */
const silence = (error: unknown): SourceFailure =>
  error instanceof OutgoingError && error.isSlow ? "slow" : "down";

const isLie = (error: unknown) => error instanceof BadAnswerError && error.isLie;

/** The indices as runs of what one answer holds, in order. */
export function runsOf(indices: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[1] === index - 1 && index - run[0] < MOST_FRAMES) run[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}
