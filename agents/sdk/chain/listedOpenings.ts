// SPDX-License-Identifier: MIT

import { NotASequencer } from "../channels/readAccepted.ts";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { textOf } from "../wire/printable.ts";
import { type Patience, requestJson } from "../wire/requestJson.ts";
import type { KnownOpenings } from "./openingsCache.ts";

/** Each key costs a read of the chain: longer pages, and more than any account fills, are no sequencer's. */
const MOST_PAGES = 100;
const LONGEST_PAGE = 100;

/**
 * Reads an account's openings from a sequencer, page by page. Nothing of the answer is proved: compute ids, and read the chain.
 *
 * @throws SequencerUnreachable when no answer comes; NotASequencer for an answer that no sequencer gives.
 */
export async function listedOpenings(
  sequencerUrl: string,
  list: { path: "channels" | "streams"; owner: Record<string, string> },
  patience: Patience,
): Promise<KnownOpenings> {
  const keys: unknown[] = [];
  let block: bigint | undefined;
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const url = new URL(nodeUrl(sequencerUrl, "v1", list.path));
    for (const [name, value] of Object.entries({ ...list.owner, ...(after && { after }) }))
      url.searchParams.set(name, value);
    const { status, json } = await requestJson(url.href, { ...patience, method: "GET" });
    const listed = json[list.path];
    const isPage = Array.isArray(listed) && listed.length <= LONGEST_PAGE;
    if (status !== 200 || !isPage || !Number.isSafeInteger(json.block))
      throw new NotASequencer(url.href, status, textOf(json.detail ?? json.code ?? "no list of openings"));
    keys.push(...listed);
    // what is opened during the later pages is looked for after the first page's block
    block ??= BigInt(json.block as number);
    after = json.next as string | undefined;
    if (after === undefined) return { block, keys };
  }
  throw new NotASequencer(sequencerUrl, 200, `a list of more than ${MOST_PAGES} pages`);
}
