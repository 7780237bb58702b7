// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import { HttpError } from "../kernel/http/problem.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import type { Store } from "../kernel/store/store.ts";
import type { OwnedContent } from "./works.ts";

export type OwnerTables = { work_owner: { content_id: string; publisher: string; byte_count: number } };

export const ownerMigrations: Migrations<OwnerTables> = [
  `create table work_owner (content_id text primary key, publisher text not null, byte_count bigint not null)`,
  `create index work_owner_publisher on work_owner (publisher)`,
];

export type Quotas = {
  /** Counts the work for its publisher. Throws an HttpError, 413, where that is more than the quota; of a pinned work it never is. */
  take(content: OwnedContent): Promise<void>;
  /** The work is gone. */
  leave(contentId: Hex): Promise<void>;
  /** Counts works on disk that were taken before the edge had a quota, up to 100 a call. */
  catchUp(stored: readonly Hex[], read: (contentId: Hex) => Promise<OwnedContent>): Promise<void>;
};

/** The most works that are read from the chain in one go. */
const MOST_READ = 100;

/** Counts the bytes of each publisher's works, as they are committed, whether all of their chunks are here or not. */
export function createQuotas<Tables extends OwnerTables>(options: {
  store: Store<Tables>;
  /** Undefined: no publisher has a quota. */
  quotaBytes: number | undefined;
  isPinned(contentId: Hex): boolean;
}): Quotas {
  const { quotaBytes, isPinned } = options;
  const store = options.store as unknown as Store<OwnerTables>;

  const rowOf = ({ contentId, publisher, byteCount }: OwnedContent) => ({
    ...{ content_id: contentId, publisher, byte_count: Number(byteCount) },
  });

  const put = (content: OwnedContent, isTaken: (othersBytes: number) => boolean) =>
    store.transaction(async (trx) => {
      const row = rowOf(content);
      const others = await trx
        .selectFrom("work_owner")
        .select("byte_count")
        .where("publisher", "=", row.publisher)
        .where("content_id", "!=", row.content_id)
        .execute();
      if (!isTaken(others.reduce((sum, { byte_count }) => sum + byte_count, 0))) return false;
      await trx
        .insertInto("work_owner")
        .values(row)
        .onConflict((conflict) => conflict.column("content_id").doUpdateSet(row))
        .execute();
      return true;
    });

  const leave = async (contentId: Hex) => {
    await store.db.deleteFrom("work_owner").where("content_id", "=", contentId).execute();
  };

  return {
    leave,
    async take(content) {
      const fits = (othersBytes: number) =>
        quotaBytes === undefined ||
        isPinned(content.contentId) ||
        othersBytes + Number(content.byteCount) <= quotaBytes;
      if (await put(content, fits)) return;
      throw new HttpError(
        413,
        "quota_full",
        `This edge takes ${quotaBytes} bytes of a publisher's works at most. Try another edge.`,
      );
    },
    async catchUp(stored, read) {
      if (quotaBytes === undefined) return;
      const rows = await store.db.selectFrom("work_owner").select("content_id").execute();
      const known = new Set(rows.map(({ content_id }) => content_id as Hex));
      const unknown = stored.filter((contentId) => !known.has(contentId));
      for (const contentId of unknown.slice(0, MOST_READ)) await put(await read(contentId), () => true);
    },
  };
}
