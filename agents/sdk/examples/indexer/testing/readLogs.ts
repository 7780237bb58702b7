// SPDX-License-Identifier: MIT
import { type Address, parseEventLogs } from "viem";
import type { Devchain } from "../../../../localnet/devchain.ts";
import { abis } from "../../../abis.generated.ts";
import type { ContractName } from "../events.ts";
import { HANDLERS } from "../handlers.ts";
import { idOf, type Store } from "../store.ts";
import type { Row, Table } from "../tables.ts";

type Handler = (store: Store, event: unknown) => Promise<void>;
/** An event, and its handler, if it has one. */
export type Read = { handler: Handler | undefined; blockNumber: bigint; timeSec: bigint; event: unknown };

/** Reads every event of the contracts that have handlers, in order. */
export async function readLogs({ anvil, deployment }: Devchain): Promise<Read[]> {
  const { client } = anvil;
  const names = new Map<string, keyof typeof HANDLERS>();
  for (const name of Object.keys(HANDLERS) as (keyof typeof HANDLERS)[])
    names.set(deployment.contracts[name as ContractName].toLowerCase(), name);
  const logs = await client.getLogs({ fromBlock: 0n, address: [...names.keys()] as Address[] });
  return logs.map((log) => {
    const name = names.get(log.address.toLowerCase())!;
    const [parsed] = parseEventLogs({ abi: abis[name], logs: [log] });
    if (!parsed) throw new Error(`${name} has a log that its ABI does not know`);
    const { eventName, args } = parsed as { eventName: string; args: unknown };
    const handlers: Record<string, Handler | undefined> = HANDLERS[name] as never;
    const timeSec = log.blockTimestamp!;
    const event = { args, contract: log.address, timeSec };
    return { handler: handlers[eventName], blockNumber: log.blockNumber, timeSec, event };
  });
}

/** Rows in memory. */
export function memoryStore() {
  const rows = new Map<string, { table: Table; id: string; row: unknown }>();
  const store: Store = {
    find: async (table, id) => rows.get(idOf(table, id))?.row as never,
    save: async (table, id, row) => void rows.set(idOf(table, id), { table, id, row }),
  };
  const all = <table extends Table>(of: table) =>
    [...rows.values()].filter(({ table }) => table === of) as unknown as { id: string; row: Row<table> }[];
  return { ...store, all };
}

/** Runs the handlers over events. */
export async function index(reads: readonly Read[]): Promise<ReturnType<typeof memoryStore>> {
  const store = memoryStore();
  for (const { handler, event } of reads) await handler?.(store, event);
  return store;
}
