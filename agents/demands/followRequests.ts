// SPDX-License-Identifier: GPL-3.0-or-later
import { getAbiItem } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import type { Store } from "../kernel/store/store.ts";
import { availabilityCourtAbi } from "../sdk/abis.generated.ts";
import { type PieceRequest, requestFromText, requestHash, requestToText } from "./request.ts";

/** Requests as they were logged; whether one is open, the chain says. */
export type RequestTables = { piece_request: { block: number; log_index: number; request: string } };

export const requestMigrations: Migrations<RequestTables> = [
  `create table piece_request (block bigint not null, log_index bigint not null, request text not null,
     primary key (block, log_index))`,
];

const EVENTS = [getAbiItem({ abi: availabilityCourtAbi, name: "PieceRequested" })] as const;

export type RequestBook = LogFollower & {
  /** The requests that the court holds open. Reads the chain. */
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
      for (const { args, blockNumber, logIndex } of logs) {
        if (!isWanted(args.request)) continue;
        const row = { block: Number(blockNumber), log_index: logIndex, request: requestToText(args.request) };
        await trx
          .insertInto("piece_request")
          .values(row)
          .onConflict((conflict) => conflict.columns(["block", "log_index"]).doUpdateSet(row))
          .execute();
      }
    },
    async onRewind(fromBlock, { trx }) {
      await trx.deleteFrom("piece_request").where("block", ">=", Number(fromBlock)).execute();
    },
  });

  /** The newest first. */
  async function all(): Promise<PieceRequest[]> {
    const rows = await store.db
      .selectFrom("piece_request")
      .select("request")
      .orderBy("block", "desc")
      .orderBy("log_index", "desc")
      .execute();
    return rows.map(({ request }) => requestFromText(request));
  }

  return {
    poll: follower.poll,
    async bondsSince(epoch) {
      return (await all()).reduce((sum, request) => (request.epoch >= epoch ? sum + request.bond : sum), 0n);
    },
    async open() {
      const latest = new Map<string, PieceRequest>();
      // a slot has had others before: the last is open, or none
      for (const request of await all()) {
        const place = `${request.edge}/${request.slot}`;
        if (!latest.has(place)) latest.set(place, request);
      }
      const requests = [...latest.values()];
      const hashes = await Promise.all(
        requests.map(({ edge, slot }) =>
          publicClient.readContract({
            address,
            abi: availabilityCourtAbi,
            functionName: "requestIn",
            args: [edge, slot],
          }),
        ),
      );
      return requests.filter((request, n) => hashes[n] === requestHash(request));
    },
  };
}
