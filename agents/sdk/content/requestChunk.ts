// SPDX-License-Identifier: MIT
import { type Address, type Hex, isHex } from "viem";
import { TributaryError } from "../errors/TributaryError.ts";
import { saysLater } from "../wire/requestJson.ts";
import { chunkUrl } from "./edgeApi.ts";
import { CHUNK_BYTES } from "./leaf.ts";
import { concatBytes } from "./merkle.ts";

/** An edge in `OperatorRegistry`. */
export type Edge = { operator: Address; endpoint: string };

/** Header that holds the packed proof, in base64. */
export const PROOF_HEADER = "tributary-proof";
/** Header that holds the edge's signature over the receipt: 0x and 130 hex digits. */
export const RECEIPT_HEADER = "tributary-receipt";

/** An edge's answer, unverified. */
export type ServedChunk = { bytes: Uint8Array; proof: Uint8Array; signature: Hex };

/** The edge answered, but not with a chunk; the message completes "the edge ...". */
export class BadAnswerError extends TributaryError {
  override name = "BadAnswerError";

  /** @param retryable Whether the edge may answer well in a moment: it is busy, or starting. */
  constructor(message: string, retryable = false) {
    super(message, { retryable });
  }
}

/**
 * Asks `edge` for a chunk. Throws a BadAnswerError, or the error of `fetch` when no answer comes. Redirects are refused:
 * a bond answers for its own operator alone.
 */
export async function requestChunk(
  edge: Edge,
  contentId: Hex,
  index: number,
  signal: AbortSignal,
): Promise<ServedChunk> {
  const response = await fetch(chunkUrl(edge, contentId, index), { signal, redirect: "error" });
  if (response.status !== 200) {
    await response.body?.cancel();
    const { status } = response;
    throw new BadAnswerError(`answered with status ${status}`, saysLater(status));
  }
  const proof = base64ToBytes(response.headers.get(PROOF_HEADER) ?? "");
  const signature = response.headers.get(RECEIPT_HEADER);
  const bytes = await readAtMost(response, CHUNK_BYTES);
  if (!isHex(signature)) throw new BadAnswerError("sent no receipt");
  return { bytes, proof, signature };
}

/** Reads a whole body. Throws a BadAnswerError as soon as the body is longer than `maxBytes`. */
export async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    length += read.value.length;
    if (length > maxBytes) {
      await reader?.cancel();
      throw new BadAnswerError(`sent more than ${maxBytes} bytes`);
    }
    parts.push(read.value);
  }
  return concatBytes(parts);
}

function base64ToBytes(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new BadAnswerError("sent a proof that is not base64");
  }
}
