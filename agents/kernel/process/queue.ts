// SPDX-License-Identifier: GPL-3.0-or-later

/** Runs one piece of work at a time, in the order in which they came; one that fails stops none behind it. */
export function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
