// SPDX-License-Identifier: GPL-3.0-or-later
// What a client says about the bytes that it has, or wants: RFC 9110, sections 13 and 14.

/** Whether an `If-None-Match` names `etag`. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || (header.match(/"[^"]*"/g)?.includes(etag) ?? false);
}

/** Whether an `If-Range` still holds: without it the range does. A date never does, for answers carry none. */
export function holdsIfRange(header: string | undefined, etag: string): boolean {
  return header === undefined || header.trim() === etag;
}

/** The bytes from `start` up to `end`, which is not included. */
export type ByteRange = { start: number; end: number };

/**
 * Reads a `Range` over `length` bytes: "whole" without one and for other units, "unsatisfiable" for what begins at the end or
 * later, for several ranges, and for what is malformed: one answer has one range, and nobody gets more than asked for.
 */
export function parseByteRange(
  header: string | undefined,
  length: number,
): ByteRange | "whole" | "unsatisfiable" {
  const set = /^\s*bytes\s*=(.*)$/is.exec(header ?? "")?.[1];
  if (set === undefined) return "whole";
  const [, first = "", last = ""] = /^[ \t]*(\d*)[ \t]*-[ \t]*(\d*)[ \t]*$/.exec(set) ?? [];
  if (first === "" && last === "") return "unsatisfiable";
  // digits beyond a double's are beyond every work's end
  const [from, to] = [Number(first), Number(last)];
  if (first === "") return to === 0 ? "unsatisfiable" : { start: Math.max(0, length - to), end: length };
  const end = last === "" ? length : Math.min(length, to + 1);
  return from >= length || (last !== "" && to < from) ? "unsatisfiable" : { start: from, end };
}
