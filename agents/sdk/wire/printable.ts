// SPDX-License-Identifier: MIT

/** Control characters, and those that end a line, turn the direction of what follows, or are read by no eye. */
const STEERING =
  /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * A stranger's text (a title, a URL, a refusal, a token's symbol) for a terminal or a log: one line that steers nothing.
 *
 * @param inPlace What stands for a character that steers; a question mark by default.
 * @example
 * console.log(printable(manifest.title));
 */
export const printable = (text: string, inPlace: (character: string) => string = () => "?"): string =>
  text.replace(STEERING, inPlace);

/** A value of a stranger's JSON as text. `String` throws for an object whose `toString` is no function. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}
