// SPDX-License-Identifier: GPL-3.0-or-later

/** Runs one piece of work at a time, in order of arrival; a failure does not stop the work behind. */
export function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
