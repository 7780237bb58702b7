// SPDX-License-Identifier: GPL-3.0-or-later

/** Asks `isSo` again and again until it is, or throws after `withinMs`. */
export async function waitFor(what: string, isSo: () => Promise<unknown>, withinMs = 10_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`waited ${withinMs} ms for ${what}, in vain`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
