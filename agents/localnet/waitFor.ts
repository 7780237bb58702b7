// SPDX-License-Identifier: GPL-3.0-or-later

/** Longer than anything takes on a busy machine: only a condition that never holds waits so long. */
export const PATIENCE_MS = 900_000;

/** Asks `isSo` again and again until the answer is true. */
export async function waitFor(what: string, isSo: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`waited ${PATIENCE_MS} ms for ${what}, in vain`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
