// SPDX-License-Identifier: MIT
import { concatBytes } from "../content/merkle.ts";

/** The JSON in a body. Throws a SyntaxError for anything else. */
export const jsonIn = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));

/**
 * Reads a whole body. Throws what `refuse` makes of the reason as soon as the body is longer than `maxBytes`, decompressed. `onPart` is
 * told of each part that comes.
 */
export async function readBody(
  response: Response,
  maxBytes: number,
  refuse: (reason: string) => Error,
  onPart?: () => void,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    onPart?.();
    length += read.value.length;
    if (length > maxBytes) {
      // whoever sends without end may not hear of it: nobody waits
      reader?.cancel().catch(() => {});
      throw refuse(`sent more than ${maxBytes} bytes`);
    }
    parts.push(read.value);
  }
  return concatBytes(parts);
}
