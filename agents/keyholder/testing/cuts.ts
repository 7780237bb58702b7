// SPDX-License-Identifier: GPL-3.0-or-later

/** The end of a life, as of a killed process: what is on disk and what was sent stays. */
export class Cut extends Error {}

/**
 * Cuts a member off at all that it leaves outside its memory, each by its name: right before the first time, and right after the second. A
 * call that is cut off never comes back to its caller.
 */
export function createCuts() {
  const times = new Map<string, number>();
  let end: (cut: Cut) => void = () => {};
  function isCut(name: string, time: number, when: string): Cut | undefined {
    if (times.get(name) !== time) return undefined;
    const cut = new Cut(`${when} ${name}`);
    end(cut);
    return cut;
  }
  const count = (name: string) => times.set(name, (times.get(name) ?? 0) + 1);
  return {
    /** What was cut off before and after. */
    done: () => [...times.keys()].filter((name) => times.get(name)! >= 2).sort(),
    forget: () => times.clear(),
    /** Runs a life until its end, or until a cut. */
    live: (life: () => Promise<void>) =>
      Promise.race([new Promise<void>((_, reject) => (end = reject)), Promise.resolve().then(life)]),
    sync<Result>(name: string, act: () => Result): Result {
      count(name);
      const before = isCut(name, 1, "before");
      if (before) throw before;
      const result = act();
      const after = isCut(name, 2, "after");
      if (after) throw after;
      return result;
    },
    async async<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
      count(name);
      if (isCut(name, 1, "before")) return new Promise(() => {});
      const result = await act();
      return isCut(name, 2, "after") ? new Promise(() => {}) : result;
    },
  };
}
export type Cuts = ReturnType<typeof createCuts>;
