// SPDX-License-Identifier: GPL-3.0-or-later
import type { Transaction } from "kysely";
import { type Address, getAbiItem, type Hex } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { followLogs, type LogFollower } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { contentRegistryAbi, operatorRegistryAbi } from "../sdk/abis.generated.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";
import type { AuditView } from "./policy.ts";
import type { ChallengerTables } from "./tables.ts";

const events = [
  getAbiItem({ abi: operatorRegistryAbi, name: "Registered" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Updated" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "BondWithdrawn" }),
  getAbiItem({ abi: operatorRegistryAbi, name: "Slashed" }),
  getAbiItem({ abi: contentRegistryAbi, name: "RootChanged" }),
] as const;

/** Follows the registries' logs into the store: edges and works. */
export function followRegistries(
  chain: ChainConnection<"OperatorRegistry" | "ContentRegistry">,
  store: Store<ChallengerTables>,
  finalityBlocks: number,
): LogFollower {
  const { OperatorRegistry, ContentRegistry } = chain.deployment.contracts;
  return followLogs({
    publicClient: chain.publicClient,
    store,
    name: "registries",
    address: [OperatorRegistry, ContentRegistry],
    events,
    startBlock: chain.deployment.startBlock,
    finalityBlocks,
    async onLogs(logs, { trx }) {
      for (const log of logs) {
        const at = { block: Number(log.blockNumber), log_index: log.logIndex };
        if (log.eventName === "RootChanged") {
          const { contentId, leafCount } = log.args;
          const row = { ...at, content_id: contentId, leaf_count: Number(leafCount) };
          await trx.insertInto("content_log").values(row).execute();
        } else {
          const row = edgeRow(log);
          if (row)
            await trx
              .insertInto("edge_log")
              .values({ ...at, ...row })
              .execute();
        }
      }
    },
    async onRewind(fromBlock, { trx }) {
      await forgetFrom(trx, Number(fromBlock));
    },
  });
}

type OperatorLog =
  | { eventName: "Registered"; args: { operator: Address; role: number; endpoint: string } }
  | { eventName: "Updated"; args: { operator: Address; endpoint: string } }
  | { eventName: "BondWithdrawn" | "Slashed"; args: { operator: Address } };

function edgeRow({ eventName, args }: OperatorLog) {
  const { operator } = args;
  if (eventName === "Updated") return { operator, event: "updated", endpoint: args.endpoint } as const;
  if (eventName !== "Registered") return { operator, event: "left", endpoint: null } as const;
  return args.role === EDGE_ROLE
    ? ({ operator, event: "registered", endpoint: args.endpoint } as const)
    : undefined;
}

async function forgetFrom(trx: Transaction<ChallengerTables>, block: number): Promise<void> {
  await trx.deleteFrom("edge_log").where("block", ">=", block).execute();
  await trx.deleteFrom("content_log").where("block", ">=", block).execute();
}

/** The edges and works as of the last log read. Retiring edges are included, since they still answer for receipts. */
export async function readView({ db }: Store<ChallengerTables>): Promise<AuditView> {
  const byTime = ["block", "log_index"] as const;
  const edgeLogs = await db
    .selectFrom("edge_log")
    .selectAll()
    .orderBy(byTime[0])
    .orderBy(byTime[1])
    .execute();
  const contentLogs = await db
    .selectFrom("content_log")
    .selectAll()
    .orderBy(byTime[0])
    .orderBy(byTime[1])
    .execute();

  const edges = new Map<string, Edge>();
  for (const { operator, event, endpoint } of edgeLogs) {
    if (event === "left") edges.delete(operator);
    // an update by an operator of another role changes nothing
    else if (event === "registered" || edges.has(operator)) {
      edges.set(operator, { operator: operator as Address, endpoint: endpoint ?? "" });
    }
  }
  const leafCounts = new Map(
    contentLogs.map(({ content_id, leaf_count }) => [content_id as Hex, leaf_count]),
  );
  const contents = [...leafCounts].map(([contentId, leafCount]) => ({ contentId, leafCount }));
  return { edges: [...edges.values()], contents };
}
