// SPDX-License-Identifier: MIT
import { type Address, type Hex, keccak256, stringToHex } from "viem";
import { nodeUrl } from "../wire/nodeUrl.ts";
import { type Patience, requestJson } from "../wire/requestJson.ts";
import { OperationRefused } from "./operationRefused.ts";

/** Characters of a comment's text. */
export const MOST_COMMENT = 1_000;

export type ReadCommentsParameters = Patience & {
  /** The sequencer's URL, such as `https://sequencer.example`. */
  sequencerUrl: string;
  /** The work's number. */
  work: number;
  /** The `next` of the page before; the newest comments by default. */
  before?: number | undefined;
};

export type ShownComment = {
  /** Its place in the work's thread. */
  place: number;
  actor: number;
  account: Address;
  /** The hash of the text. */
  word: Hex;
  /** Missing where nobody handed it to this sequencer. */
  text?: string;
  /** Until the state that has the comment is final, the comment is the sequencer's word. */
  isFinal: boolean;
};

/** The newest first. `next` is missing on the last page. */
export type ReadCommentsReturnType = { comments: ShownComment[]; next?: number };

/**
 * Asks a sequencer for the comments on a work that were posted. A text that is not the one that was signed is left out.
 *
 * @throws OperationRefused, as by a sequencer that takes no operations; SequencerUnreachable where no answer comes.
 * @example
 * const { comments } = await readComments({ sequencerUrl, work });
 */
export async function readComments({
  sequencerUrl,
  work,
  before,
  ...patience
}: ReadCommentsParameters): Promise<ReadCommentsReturnType> {
  const url = new URL(nodeUrl(sequencerUrl, "v1", "interactions", "works", String(work), "comments"));
  if (before !== undefined) url.searchParams.set("before", String(before));
  const { status, json } = await requestJson(url.href, { method: "GET", ...patience });
  if (status !== 200) throw OperationRefused.by(status, json);
  const { comments, next } = json as ReadCommentsReturnType;
  const checked = comments.map(({ text, ...comment }) =>
    text !== undefined && keccak256(stringToHex(text)) === comment.word ? { ...comment, text } : comment,
  );
  return { comments: checked, ...(next !== undefined && { next }) };
}
