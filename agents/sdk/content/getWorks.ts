// SPDX-License-Identifier: MIT
import { workCountFunction, worksFunction } from "../abis/contentRegistry.generated.ts";
import type { AnyClient } from "../chain/clients.ts";
import { defineRead, type ReadOptions } from "../chain/defineRead.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import type { GetContentReturnType } from "./getContent.ts";

/** A part of the list of works, in the contract's words and in order of registration; {@link getWorks} reads from the newest on. */
export const getWorkPage = defineRead("contentRegistry", worksFunction);
/** The number of works that were ever registered. */
export const getWorkCount = defineRead("contentRegistry", workCountFunction);

export type GetWorksParameters = ReadOptions & {
  /** The most works to read; 100 by default, 1,000 at most. */
  count?: number | undefined;
  /** The `next` of the page before; the newest works by default. */
  before?: bigint | undefined;
};
/** `number`: what interactions call the work. */
export type ListedWork = GetContentReturnType & { number: number };
/** The newest first. `next` is missing on the last page. */
export type GetWorksReturnType = { works: ListedWork[]; next?: bigint };

const MOST = 1_000;

/**
 * Reads works from the list on chain, the newest first: no log is read. Anyone may register a work: show those of publishers
 * that you know.
 *
 * @example
 * const { works, next } = await client.content.getWorks();
 * const older = next && (await client.content.getWorks({ before: next }));
 */
export async function getWorks(
  client: AnyClient,
  { count = 100, before, ...options }: GetWorksParameters = {},
): Promise<GetWorksReturnType> {
  if (!Number.isInteger(count) || count < 1 || count > MOST)
    throw new InvalidInput(`a page has 1 to ${MOST} works, not ${count}`);
  const end = before ?? (await getWorkCount(client, options));
  const from = end > count ? end - BigInt(count) : 0n;
  if (end === 0n) return { works: [] };
  const [ids, contents] = await getWorkPage(client, { from, count: end - from, ...options });
  const works = contents.map(({ ratePerSecond, ...content }, n) => ({
    ...{ contentId: ids[n]!, number: Number(from) + n, ratePerSecondWei: ratePerSecond, ...content },
  }));
  return { works: works.reverse(), ...(from > 0n && { next: from }) };
}
