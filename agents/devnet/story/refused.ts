// SPDX-License-Identifier: GPL-3.0-or-later

/** Throws unless `work` is refused by an error of this kind. `otherwise`: what it means where the work succeeds. */
export async function refused(
  kind: new (...args: never[]) => Error,
  work: Promise<unknown>,
  otherwise: string,
): Promise<void> {
  const error = await work.then(
    () => new Error(otherwise),
    (reason) => reason,
  );
  if (!(error instanceof kind)) throw error;
}
