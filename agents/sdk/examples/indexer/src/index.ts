// SPDX-License-Identifier: MIT
import { ponder } from "ponder:registry";
import schema from "ponder:schema";
import { HANDLERS } from "../handlers.ts";
import type { Store } from "../store.ts";

type Handler = (store: Store, event: unknown) => Promise<void>;
/** An event as Ponder gives it, and Ponder's database, whatever the event and the table. */
type Indexed = {
  event: { args: unknown; log: { address: string }; block: { timestamp: bigint } };
  context: { db: Database };
};
type Database = {
  find(table: unknown, key: { id: string }): Promise<unknown>;
  insert(table: unknown): { values(row: object): { onConflictDoUpdate(row: object): Promise<unknown> } };
};

for (const [contract, handlers] of Object.entries(HANDLERS))
  for (const [name, handler] of Object.entries(handlers as unknown as Record<string, Handler>))
    ponder.on(
      `${contract}:${name}` as never,
      (({ event, context }: Indexed) =>
        handler(storeOf(context.db), {
          ...{ args: event.args, contract: event.log.address, timeSec: event.block.timestamp },
        })) as never,
    );

function storeOf(db: Database): Store {
  return {
    find: async (table, id) => (await db.find(schema[table], { id })) as never,
    save: async (table, id, row) => {
      await db
        .insert(schema[table])
        .values({ ...row, id })
        .onConflictDoUpdate(row);
    },
  };
}
