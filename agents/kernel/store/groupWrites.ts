// SPDX-License-Identifier: GPL-3.0-or-later
import type { Transaction } from "kysely";
import { UserError } from "../process/errors.ts";
import type { Store } from "./store.ts";

/** Runs a piece of work in a transaction. On disk when the promise resolves; nothing of the work is kept when it rejects. */
export type GroupWrites<Tables> = <Result>(
  work: (trx: Transaction<Tables>) => Promise<Result>,
) => Promise<Result>;

type Waiting<Tables> = {
  work(trx: Transaction<Tables>): Promise<unknown>;
  done(result: never): void;
  failed(error: unknown): void;
};

/**
 * Makes a writer for many requests at once: works that arrive in one turn of the event loop, and all that arrive while a group
 * is written, share one transaction, and so one sync of the disk. A work that fails takes no other with it: each then runs alone,
 * so a work does nothing but by its transaction.
 */
export function groupWrites<Tables>({
  transaction,
}: Pick<Store<Tables>, "transaction">): GroupWrites<Tables> {
  let waiting: Waiting<Tables>[] = [];
  let isWriting = false;

  function write(): void {
    if (isWriting || waiting.length === 0) return;
    isWriting = true;
    // after the turn's last arrival
    setImmediate(async () => {
      const group = waiting;
      waiting = [];
      await writeGroup(group);
      isWriting = false;
      write();
    });
  }

  async function writeGroup(group: readonly Waiting<Tables>[]): Promise<void> {
    try {
      const results = await transaction(async (trx) => {
        const all: unknown[] = [];
        for (const { work } of group) all.push(await work(trx));
        return all;
      });
      for (const [at, { done }] of group.entries()) done(results[at] as never);
    } catch (error) {
      // a fault of the file is everyone's
      if (group.length === 1 || error instanceof UserError) for (const { failed } of group) failed(error);
      else for (const one of group) await writeGroup([one]);
    }
  }

  return (work) =>
    new Promise((done, failed) => {
      waiting.push({ work, done, failed });
      write();
    });
}
