// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  decodeAbiParameters,
  encodeAbiParameters,
  getAbiItem,
  type Hex,
  isAddressEqual,
} from "viem";
import type { ChainClient } from "../../kernel/chain/chain.ts";
import { followLogs } from "../../kernel/chain/logs.ts";
import type { Migrations } from "../../kernel/store/migrate.ts";
import type { Store } from "../../kernel/store/store.ts";
import { keyGenerationAbi } from "../../sdk/abis.generated.ts";
import type { Dealing } from "../../sdk/committees/dealing.ts";

/** The chain's logs, unchanged: a reorg deletes the rows of its blocks alone. */
export type GenerationTables = {
  generation_log: {
    committee_id: string;
    founder: string;
    salt: string;
    is_member: number;
    block: number;
    /** The block at which the generation asked nothing more of this node. */
    over_at: number | null;
  };
  dealing_log: { committee_id: string; place: number; dealing: string; block: number };
};

export const generationMigrations: Migrations<GenerationTables> = [
  `create table generation_log (
     committee_id text primary key, founder text not null, salt text not null, is_member bigint not null, block bigint not null)`,
  `create table dealing_log (
     committee_id text not null, place bigint not null, dealing text not null, block bigint not null,
     primary key (committee_id, place))`,
  "alter table generation_log add column over_at bigint",
];

const BEGUN = getAbiItem({ abi: keyGenerationAbi, name: "GenerationBegun" });
const REVEALED = getAbiItem({ abi: keyGenerationAbi, name: "DealingRevealed" });
const DEALING = REVEALED.inputs.filter((input) => input.name === "dealing");

/** A generation that names this node as a member. */
export type KnownGeneration = { committeeId: Hex; founder: Address; salt: Hex };

/** Follows the generations of all, at finality, and what the dealers of this node's generations reveal: the chain keeps a hash of that alone. */
export function followGenerations(options: {
  publicClient: ChainClient;
  store: Store<GenerationTables>;
  keyGeneration: Address;
  self: Address;
  startBlock: bigint;
  finalityBlocks: number;
}) {
  const { publicClient, store, keyGeneration, self, startBlock, finalityBlocks } = options;
  const follower = followLogs({
    ...{ publicClient, store, name: "generations", address: keyGeneration },
    ...{ events: [BEGUN, REVEALED], startBlock, finalityBlocks },
    async onLogs(logs, { trx }) {
      for (const log of logs) {
        const [committee_id, block] = [log.args.committeeId, Number(log.blockNumber)];
        if (log.eventName === "GenerationBegun") {
          const { founder, salt, members } = log.args;
          const is_member = members.some((member) => isAddressEqual(member, self)) ? 1 : 0;
          await trx
            .insertInto("generation_log")
            .values({ committee_id, founder, salt, is_member, block, over_at: null })
            .execute();
        } else {
          const { index: place, dealing } = log.args;
          const encoded = encodeAbiParameters(DEALING, [dealing]);
          await trx
            .insertInto("dealing_log")
            .values({ committee_id, place, dealing: encoded, block })
            .execute();
        }
      }
    },
    async onRewind(fromBlock, { trx }) {
      for (const table of ["generation_log", "dealing_log"] as const)
        await trx.deleteFrom(table).where("block", ">=", Number(fromBlock)).execute();
      await trx
        .updateTable("generation_log")
        .set({ over_at: null })
        .where("over_at", ">=", Number(fromBlock))
        .execute();
    },
  });

  return {
    poll: (signal?: AbortSignal) => follower.poll(signal),
    /** The generations that ask something of this node, and the ids of all. */
    async all(): Promise<{ own: KnownGeneration[]; ids: Hex[] }> {
      const rows = await store.db.selectFrom("generation_log").selectAll().orderBy("block").execute();
      const own = rows
        .filter(({ is_member, over_at }) => Number(is_member) === 1 && over_at === null)
        .map(({ committee_id, founder, salt }) => ({
          ...{ committeeId: committee_id as Hex, founder: founder as Address, salt: salt as Hex },
        }));
      return { own, ids: rows.map(({ committee_id }) => committee_id as Hex) };
    },
    /** Notes that a generation asks nothing more of this node, as the final block `blockNumber` shows. */
    async end(committeeId: Hex, blockNumber: bigint): Promise<void> {
      await store.db
        .updateTable("generation_log")
        .set({ over_at: Number(blockNumber) })
        .where("committee_id", "=", committeeId)
        .execute();
    },
    /** What the dealers of a generation revealed, by place. */
    async dealings(committeeId: Hex): Promise<Map<number, Dealing>> {
      const rows = await store.db
        .selectFrom("dealing_log")
        .selectAll()
        .where("committee_id", "=", committeeId)
        .execute();
      return new Map(
        rows.map(({ place, dealing }) => [
          Number(place),
          decodeAbiParameters(DEALING, dealing as Hex)[0] as Dealing,
        ]),
      );
    },
  };
}
export type Generations = ReturnType<typeof followGenerations>;
