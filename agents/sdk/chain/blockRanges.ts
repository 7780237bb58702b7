// SPDX-License-Identifier: MIT
import { BaseError, HttpRequestError } from "viem";

export type BlockRange = { fromBlock: bigint; toBlock: bigint };

/** After so many answers in a row a halved range is doubled again: a dense stretch of blocks ends. */
const GROW_AFTER = 8;

/**
 * Reads the blocks of a range in order, `maxRange` at a time: each part is halved for as long as the RPC refuses it. Every
 * reader of logs goes through this function.
 *
 * @example
 * for await (const logs of readRanges({ fromBlock, toBlock, maxRange }, (range) => getLogs(client, range))) all.push(...logs);
 */
export async function* readRanges<Result>(
  { fromBlock, toBlock, maxRange }: BlockRange & { maxRange: bigint },
  read: (range: BlockRange) => Promise<Result>,
): AsyncGenerator<Result, void> {
  let length = maxRange;
  let answers = 0;
  for (let first = fromBlock; first <= toBlock; ) {
    const last = first + length - 1n < toBlock ? first + length - 1n : toBlock;
    let result: Result;
    try {
      result = await read({ fromBlock: first, toBlock: last });
    } catch (error) {
      if (last === first || !refusesRange(error)) throw error;
      length = (last - first + 1n) / 2n;
      answers = 0;
      continue;
    }
    yield result;
    first = last + 1n;
    answers += 1;
    if (answers % GROW_AFTER === 0) length = 2n * length < maxRange ? 2n * length : maxRange;
  }
}

/** HTTP answers that a shorter range would get as well: no right to ask, or too many questions. */
const ABOUT_THE_ASKER: ReadonlySet<number | undefined> = new Set([401, 403, 407, 429]);

/**
 * Any refusal counts, since each provider words "too many blocks" and "too many logs" its own way, and so does an answer
 * that takes too long; no answer at all does not.
 */
function refusesRange(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  const http = error.walk((cause) => cause instanceof HttpRequestError) as HttpRequestError | null;
  return http === null || (http.status !== undefined && !ABOUT_THE_ASKER.has(http.status));
}
