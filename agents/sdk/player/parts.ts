// SPDX-License-Identifier: MIT

/** Chunks that one edge brings: from `next` on, and up to `last`, which shrinks when another edge takes the end of them. */
export type Part = { next: number; last: number; movedAt: number };

/** A range of chunks that several edges share. */
export type Parts = {
  /** A part that nobody brings, else the second half of the one that will take longest; undefined while none is worth a request. */
  take(): Part | undefined;
  /** Leaves what is still to come of a part to others. */
  giveUp(part: Part): void;
};

/** A request for fewer chunks costs more than it brings. */
const LEAST_CHUNKS = 4;
/** A chunk that does not come for so long is asked for elsewhere too. */
export const HEDGE_MS = 400;

/** Makes parts of the chunks from `first` to `last`: `most` at the beginning, of about the same size, none of them tiny. */
export function createParts(first: number, last: number, most: number): Parts {
  const left = split(first, last, most);
  const taken: Part[] = [];

  function halve(): Part | undefined {
    const [behind] = taken
      .filter(({ next, last }) => next <= last)
      .sort((a, b) => a.next - a.last - (b.next - b.last));
    if (!behind) return undefined;
    const isStuck = performance.now() - behind.movedAt > HEDGE_MS;
    if (behind.last - behind.next < LEAST_CHUNKS && !isStuck) return undefined;
    const middle = isStuck ? behind.next : behind.next + Math.ceil((behind.last - behind.next) / 2);
    const part = { next: middle, last: behind.last, movedAt: performance.now() };
    if (middle > behind.next) behind.last = middle - 1;
    return part;
  }

  return {
    take() {
      const part = left.shift() ?? halve();
      if (part) taken.push(part);
      return part;
    },
    giveUp(part) {
      if (part.next <= part.last) left.push({ ...part });
      part.last = part.next - 1;
    },
  };
}

function split(first: number, last: number, most: number): Part[] {
  const chunks = last - first + 1;
  const count = Math.max(1, Math.min(most, Math.floor(chunks / LEAST_CHUNKS)));
  const from = (part: number) => first + Math.floor((chunks * part) / count);
  return Array.from({ length: count }, (_, part) => ({
    ...{ next: from(part), last: from(part + 1) - 1, movedAt: performance.now() },
  }));
}
