// SPDX-License-Identifier: GPL-3.0-or-later
import type { Hex } from "viem";
import type { Migrations } from "../../kernel/store/migrate.ts";
import type { Store } from "../../kernel/store/store.ts";
import { freeAtSec } from "../marks/policy.ts";

export type SubstituteTables = { substitute: { content_id: string; leaving_sec: number | null } };

export const substituteMigrations: Migrations<SubstituteTables> = [
  `create table substitute (content_id text primary key, leaving_sec bigint)`,
];

/** The copies that this edge filled in for owners that were gone: those alone may ever go by themselves. */
export type Substitutes = {
  all(): ReadonlySet<Hex>;
  /** The works that are about to go. */
  leaving(): Hex[];
  /** The edge fills the work in: on disk before its first chunk. */
  add(contentId: Hex): Promise<void>;
  /** The copy is to go, or stays after all. */
  setLeaving(contentId: Hex, sinceSec: number | undefined): Promise<void>;
  /** The copy is gone, or is the edge's own by a later plan. */
  remove(contentId: Hex): Promise<void>;
  isLeaving(contentId: Hex): boolean;
  /** The edge is about to promise the work. */
  promised(contentId: Hex): void;
  /** Whether no promise binds the edge to a copy that is about to go. */
  isFree(contentId: Hex, nowSec: number): boolean;
};

export async function openSubstitutes<Tables extends SubstituteTables>(
  opened: Store<Tables>,
): Promise<Substitutes> {
  const store = opened as unknown as Store<SubstituteTables>;
  const rows = await store.db.selectFrom("substitute").selectAll().execute();
  const copies = new Map(
    // what an earlier process promised is not known
    rows.map((row) => [
      row.content_id as Hex,
      { leavingSec: row.leaving_sec ?? undefined, isPromised: true },
    ]),
  );

  return {
    all: () => new Set(copies.keys()),
    leaving: () => [...copies].flatMap(([id, { leavingSec }]) => (leavingSec === undefined ? [] : [id])),
    async add(contentId) {
      if (copies.has(contentId)) return;
      const row = { content_id: contentId, leaving_sec: null };
      await store.db.insertInto("substitute").values(row).execute();
      copies.set(contentId, { leavingSec: undefined, isPromised: false });
    },
    async setLeaving(contentId, sinceSec) {
      const copy = copies.get(contentId);
      if (!copy) return;
      copy.leavingSec = sinceSec;
      await store.db
        .updateTable("substitute")
        .set({ leaving_sec: sinceSec ?? null })
        .where("content_id", "=", contentId)
        .execute();
    },
    async remove(contentId) {
      if (!copies.delete(contentId)) return;
      await store.db.deleteFrom("substitute").where("content_id", "=", contentId).execute();
    },
    isLeaving: (contentId) => copies.get(contentId)?.leavingSec !== undefined,
    promised(contentId) {
      const copy = copies.get(contentId);
      if (copy) copy.isPromised = true;
    },
    isFree(contentId, nowSec) {
      const { leavingSec, isPromised } = copies.get(contentId) ?? {};
      return leavingSec !== undefined && (!isPromised || nowSec >= freeAtSec(leavingSec));
    },
  };
}
