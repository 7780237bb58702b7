// SPDX-License-Identifier: GPL-3.0-or-later

/** Segments of plain characters, none empty or beginning with a dot: the paths of all good clients. */
const PLAIN = /^(?:\/[\w~-][\w~.-]*)+(?:\?|$)/;

/** Whether a raw request URL means one thing: from the root, no encoded slash, no dots to climb with. */
export function isClearPath(url: string): boolean {
  if (PLAIN.test(url)) return true;
  if (!url.startsWith("/")) return false;
  return (url.split("?", 1)[0] as string).split("/").every(isClearSegment);
}

function isClearSegment(raw: string): boolean {
  try {
    const segment = decodeURIComponent(raw);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the check refuses control characters
    return segment !== "." && segment !== ".." && !/[/\\\x00-\x1f\x7f]/.test(segment);
  } catch {
    return false;
  }
}
