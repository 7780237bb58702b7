// SPDX-License-Identifier: MIT

export type ReadAheadParameters<T> = {
  count: number;
  /** The most fetches at once; what is fetched and not yet taken counts too, so memory is bounded. */
  parallel: number;
  fetch(n: number): Promise<T>;
  /** Whether the nth may be fetched now. */
  isDue(n: number): boolean;
  /** Waits until the nth may be fetched. */
  due(n: number): Promise<void>;
};

/** Fetches `count` things side by side, as far ahead as is due, and hands them out in order. */
export async function* readAhead<T>({ count, parallel, fetch, isDue, due }: ReadAheadParameters<T>) {
  const fetching: Promise<T>[] = [];
  for (let next = 0; ; ) {
    if (fetching.length === 0 && next < count) await due(next);
    while (fetching.length < parallel && next < count && isDue(next)) {
      const fetched = fetch(next++);
      fetched.catch(() => {}); // thrown when its turn comes
      fetching.push(fetched);
    }
    const first = fetching.shift();
    if (first === undefined) return;
    yield await first;
  }
}
