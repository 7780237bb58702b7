// SPDX-License-Identifier: GPL-3.0-or-later
import type { Transaction } from "kysely";
import { type Address, getAbiItem } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import type { Store } from "../kernel/store/store.ts";
import { availabilityCourtAbi } from "../sdk/abis.generated.ts";
import { type PieceRequest, requestFromText, requestToText } from "./request.ts";

/** Requests as they were logged; `closed` is the block in which one was answered or collected, null while it is open. */
export type RequestTables = {
  piece_request: {
    block: number;
    log_index: number;
    edge: string;
    slot: number;
    request: string;
    closed: number | null;
  };
};

export const requestMigrations: Migrations<RequestTables> = [
  `create table piece_request (
     block bigint not null, log_index bigint not null, edge text not null, slot bigint not null, request text not null,
     closed bigint, primary key (block, log_index))`,
];

const EVENTS = [
  getAbiItem({ abi: availabilityCourtAbi, name: "PieceRequested" }),
  getAbiItem({ abi: availabilityCourtAbi, name: "PieceAnswered" }),
  getAbiItem({ abi: availabilityCourtAbi, name: "PieceLost" }),
] as const;

export type RequestBook = LogFollower & {
  /** The requests that are neither answered nor collected. */
  open(): Promise<PieceRequest[]>;
  /** The bonds of all requests from an epoch on, open or not, in wei of ether. */
  bondsSince(epoch: bigint): Promise<bigint>;
};

/** Follows those requests that `isWanted` picks, up to the newest block: whoever acts on one before finality harms nobody. */
export function followRequests<Tables extends RequestTables>(
  chain: ChainConnection<"AvailabilityCourt">,
  tables: Store<Tables>,
  isWanted: (request: PieceRequest) => boolean,
): RequestBook {
  const store = tables as unknown as Store<RequestTables>;
  const { publicClient } = chain;
  const address = chain.deployment.contracts.AvailabilityCourt;
  const follower = followLogs({
    publicClient,
    store,
    name: "piece requests",
    address,
    events: EVENTS,
    startBlock: chain.deployment.startBlock,
    finalityBlocks: 0,
    async onLogs(logs, { trx }) {
      for (const { eventName, args, blockNumber, logIndex } of logs) {
        const block = Number(blockNumber);
        if (eventName !== "PieceRequested") await close(trx, args, block);
        else if (isWanted(args.request)) {
          const { edge, slot } = args.request;
          const row = {
            block,
            log_index: logIndex,
            edge,
            slot,
            request: requestToText(args.request),
            closed: null,
          };
          await trx
            .insertInto("piece_request")
            .values(row)
            .onConflict((conflict) => conflict.columns(["block", "log_index"]).doNothing())
            .execute();
        }
      }
    },
    async onRewind(fromBlock, { trx }) {
      const block = Number(fromBlock);
      await trx.deleteFrom("piece_request").where("block", ">=", block).execute();
      await trx.updateTable("piece_request").set({ closed: null }).where("closed", ">=", block).execute();
    },
  });

  return {
    poll: follower.poll,
    async open() {
      const rows = await store.db
        .selectFrom("piece_request")
        .select("request")
        .where("closed", "is", null)
        .orderBy("block")
        .orderBy("log_index")
        .execute();
      return rows.map(({ request }) => requestFromText(request));
    },
    async bondsSince(epoch) {
      const rows = await store.db.selectFrom("piece_request").select("request").execute();
      return rows
        .map(({ request }) => requestFromText(request))
        .reduce((sum, request) => (request.epoch >= epoch ? sum + request.bond : sum), 0n);
    },
  };
}

/** A slot has one open request at a time. */
const close = (
  trx: Transaction<RequestTables>,
  { edge, slot }: { edge: Address; slot: number },
  block: number,
) =>
  trx
    .updateTable("piece_request")
    .set({ closed: block })
    .where("edge", "=", edge)
    .where("slot", "=", slot)
    .where("closed", "is", null)
    .execute();
