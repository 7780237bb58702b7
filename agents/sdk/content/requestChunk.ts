// SPDX-License-Identifier: MIT
import { type Address, type Hex, isHex, zeroAddress } from "viem";
import { TributaryError, type TributaryErrorOptions } from "../errors/TributaryError.ts";
import { readBody } from "../wire/readBody.ts";
import { saysLater } from "../wire/requestJson.ts";
import { chunkUrl } from "./edgeApi.ts";
import { CHUNK_BYTES } from "./leaf.ts";

/** An edge in `OperatorRegistry`, or a mirror: see {@link mirrorAt}. */
export type Edge = { operator: Address; endpoint: string; isMirror?: true };

/**
 * A copy of works on a web server or CDN, which no bond stands behind: whole files as `tributary publish --mirror` writes them, or
 * a cache before an edge. A player asks it beside edges, and believes it no more than them.
 *
 * @param endpoint The URL of the directory that was written.
 */
export const mirrorAt = (endpoint: string): Edge => ({ operator: zeroAddress, endpoint, isMirror: true });

/** Header that holds the packed proof, in base64. */
export const PROOF_HEADER = "tributary-proof";
/** Header that holds the edge's signature over the receipt: 0x and 130 hex digits. */
export const RECEIPT_HEADER = "tributary-receipt";

/** An edge's answer, unverified. */
export type ServedChunk = { bytes: Uint8Array; proof: Uint8Array; signature: Hex };

/** The edge answered, but not with a chunk; the message completes "the edge ...". */
export class BadAnswerError extends TributaryError {
  override name = "BadAnswerError";
  /** The first chunk that did not arrive as committed, where the answer was begun. */
  readonly index: number | undefined;
  /** Whether the answer was not what was committed, rather than none. */
  readonly isLie: boolean;

  /** `retryable`: the edge may answer well in a moment; it is busy, or starting, or out of reach. */
  constructor(
    message: string,
    { index, isLie = false, ...options }: TributaryErrorOptions & { index?: number; isLie?: boolean } = {},
  ) {
    super(message, options);
    this.index = index;
    this.isLie = isLie;
  }
}

/**
 * Asks `edge` for a chunk. Throws a BadAnswerError, or the error of `fetch` when no answer comes. Redirects are refused:
 * a bond answers for its own operator alone. `onPart` is told whenever something of the answer comes.
 */
export async function requestChunk(
  edge: Edge,
  contentId: Hex,
  index: number,
  signal: AbortSignal,
  onPart?: () => void,
): Promise<ServedChunk> {
  const response = await fetch(chunkUrl(edge, contentId, index), { signal, redirect: "error" });
  onPart?.();
  if (response.status !== 200) {
    await response.body?.cancel();
    throw badStatus(response.status, index);
  }
  const proof = base64ToBytes(response.headers.get(PROOF_HEADER) ?? "");
  const signature = response.headers.get(RECEIPT_HEADER);
  const bytes = await readAtMost(response, CHUNK_BYTES, onPart);
  if (!isHex(signature)) throw new BadAnswerError("sent no receipt");
  return { bytes, proof, signature };
}

/** The error for an answer with another status than 200, to a request for the chunk at `index`. */
export const badStatus = (status: number, index: number) =>
  new BadAnswerError(`answered with status ${status}`, { index, retryable: saysLater(status) });

/** Reads a whole body. Throws a BadAnswerError as soon as the body is longer than `maxBytes`. */
export const readAtMost = (response: Response, maxBytes: number, onPart?: () => void): Promise<Uint8Array> =>
  readBody(response, maxBytes, (reason) => new BadAnswerError(reason), onPart);

function base64ToBytes(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new BadAnswerError("sent a proof that is not base64");
  }
}
