// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, concatHex, getAbiItem, type Hex } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { followLogs } from "../kernel/chain/logs.ts";
import type { Store } from "../kernel/store/store.ts";
import { interactionInputsAbi, interactionRollupAbi } from "../sdk/abis.generated.ts";
import type { Posting } from "../sdk/interactions/posting.ts";
import type { InteractionTables } from "./logTables.ts";

const EVENTS = [
  getAbiItem({ abi: interactionInputsAbi, name: "ActorRegistered" }),
  getAbiItem({ abi: interactionInputsAbi, name: "KeyRetired" }),
  getAbiItem({ abi: interactionInputsAbi, name: "InputsPosted" }),
  getAbiItem({ abi: interactionInputsAbi, name: "StrideForced" }),
  getAbiItem({ abi: interactionInputsAbi, name: "ForcedPosted" }),
  getAbiItem({ abi: interactionInputsAbi, name: "SignatureDemanded" }),
  getAbiItem({ abi: interactionInputsAbi, name: "SignatureShown" }),
  getAbiItem({ abi: interactionRollupAbi, name: "Asserted" }),
  getAbiItem({ abi: interactionRollupAbi, name: "Falsified" }),
  getAbiItem({ abi: interactionRollupAbi, name: "Reaped" }),
  getAbiItem({ abi: interactionRollupAbi, name: "Confirmed" }),
  getAbiItem({ abi: interactionRollupAbi, name: "Collected" }),
] as const;

/** An assertion as it was logged. */
export type LoggedAssertion = {
  id: Hex;
  posting: bigint;
  asserter: Address;
  rootBefore: Hex;
  roots: readonly Hex[];
};
/** A posting as it was logged, with the strides that came out of the queue. */
export type LoggedPosting = { number: bigint; posting: Posting; operations: Hex; signatures: Hex };
export type LoggedMark = { stride: number; place: number; version: number | undefined };

export type InteractionLogs = {
  /** Reads on to the newest block. @returns The last block that was read. */
  poll(signal?: AbortSignal): Promise<bigint>;
  /** The first block that a reorg replaced since this was last asked; undefined if none was. */
  takeRewind(): number | undefined;
  posting(number: bigint): Promise<LoggedPosting | undefined>;
  /** What was demanded and shown of a posting, in order; without a version, it was demanded. */
  marks(number: bigint): Promise<LoggedMark[]>;
  /** The first keys of actors for one posting, as numbers: of those that were not retired before it. */
  firstKeys(actors: readonly number[], posting: bigint): Promise<Map<number, bigint>>;
  /** The first posting without a final state. */
  next(): Promise<bigint>;
  /** The assertions that were neither falsified, reaped nor confirmed, the oldest first. */
  pending(): Promise<LoggedAssertion[]>;
  /** Those that `prover` falsified or reaped, and nobody collected. */
  uncollected(prover: Address): Promise<LoggedAssertion[]>;
  /** Those that are final, and whose bonds nobody collected. */
  unreturned(): Promise<LoggedAssertion[]>;
  /** How many actors registered. */
  actorCount(): Promise<number>;
  /** The accounts of actors. */
  accountsOf(actors: readonly number[]): Promise<Map<number, Address>>;
};

/** Follows the interactions' contracts up to the newest block: danger is acted on at first sight. */
export function followInteractions<Tables extends InteractionTables>(
  { publicClient, deployment }: ChainConnection<"InteractionInputs" | "InteractionRollup">,
  tables: Store<Tables>,
): InteractionLogs {
  const store = tables as unknown as Store<InteractionTables>;
  let rewound: number | undefined;
  const follower = followLogs({
    publicClient,
    store,
    name: "interactions",
    address: [deployment.contracts.InteractionInputs, deployment.contracts.InteractionRollup],
    events: EVENTS,
    startBlock: deployment.startBlock,
    finalityBlocks: 0,
    async onLogs(logs, { trx }) {
      for (const log of logs) {
        const subject = "id" in log.args ? log.args.id : String(Object.values(log.args)[0]);
        const row = { block: Number(log.blockNumber), log_index: log.logIndex, event: log.eventName };
        await trx
          .insertInto("interaction_log")
          .values({ ...row, subject, args: toText(log.args) })
          .execute();
      }
    },
    async onRewind(fromBlock, { trx }) {
      rewound = Math.min(Number(fromBlock), rewound ?? Number(fromBlock));
      await trx.deleteFrom("interaction_log").where("block", ">=", Number(fromBlock)).execute();
    },
  });

  const rows = (events: readonly string[]) =>
    store.db
      .selectFrom("interaction_log")
      .select(["event", "subject", "args"])
      .where("event", "in", events)
      .orderBy("block")
      .orderBy("log_index");
  const of = (event: string, subject: bigint | Hex) =>
    rows([event]).where("subject", "=", String(subject)).execute();

  /** The strides that a posting took from the queue. */
  async function forced(number: bigint): Promise<{ operations: Hex; signatures: Hex }> {
    const [row] = await of("ForcedPosted", number);
    const { place, count } = JSON.parse(row!.args);
    const places = Array.from({ length: Number(count) }, (_, at) => String(BigInt(place) + BigInt(at)));
    const found = await rows(["StrideForced"]).where("subject", "in", places).execute();
    const strides = found.map(({ args }) => JSON.parse(args) as { operations: Hex; signatures: Hex });
    return {
      operations: concatHex(strides.map(({ operations }) => operations)),
      signatures: concatHex(strides.map(({ signatures }) => signatures)),
    };
  }

  const assertionOf = (args: string): LoggedAssertion => {
    const { id, posting, asserter, rootBefore, roots } = JSON.parse(args);
    return { id, posting: BigInt(posting), asserter, rootBefore, roots };
  };

  /** Assertions without such a log. */
  const assertionsWithout = (events: readonly string[]) =>
    rows(["Asserted"]).where("subject", "not in", (query) =>
      query.selectFrom("interaction_log").select("subject").where("event", "in", events),
    );

  /** Assertions with such a log that names `named`, and nobody collected. */
  async function uncollectedAfter(events: readonly string[], named: string): Promise<LoggedAssertion[]> {
    const found = await assertionsWithout(["Collected"])
      .where("subject", "in", (query) =>
        query
          .selectFrom("interaction_log")
          .select("subject")
          .where("event", "in", events)
          .where("args", "like", `%${named}%`),
      )
      .execute();
    return found.map(({ args }) => assertionOf(args));
  }

  return {
    async poll(signal) {
      return (await follower.poll(signal)).nextBlock - 1n;
    },
    takeRewind() {
      const taken = rewound;
      rewound = undefined;
      return taken;
    },
    async posting(number) {
      const [row] = await of("InputsPosted", number);
      if (!row) return undefined;
      const { posting, operations, signatures } = JSON.parse(row.args);
      const bytes = operations === "0x" ? await forced(number) : { operations, signatures };
      return { number, posting, ...bytes };
    },
    async marks(number) {
      const found = await rows(["SignatureDemanded", "SignatureShown"])
        .where("subject", "=", String(number))
        .execute();
      return found.map(({ args }) => {
        const { stride, place, version } = JSON.parse(args);
        return { stride: Number(stride), place, version };
      });
    },
    async firstKeys(actors, posting) {
      const subjects = [...new Set(actors)].map(String);
      const keys = new Map<number, bigint>();
      // SQLite takes some thousands of variables at a time
      for (let from = 0; from < subjects.length; from += 500) {
        const found = await rows(["ActorRegistered", "KeyRetired"])
          .where("subject", "in", subjects.slice(from, from + 500))
          .execute();
        for (const { event, subject, args } of found) {
          const values = JSON.parse(args);
          if (event === "ActorRegistered") keys.set(Number(subject), BigInt(values.key));
          else if (posting >= BigInt(values.posting)) keys.delete(Number(subject));
        }
      }
      return keys;
    },
    async next() {
      const last = await store.db
        .selectFrom("interaction_log")
        .select("args")
        .where("event", "=", "Confirmed")
        .orderBy("block", "desc")
        .orderBy("log_index", "desc")
        .executeTakeFirst();
      return last ? BigInt(JSON.parse(last.args).posting) + 1n : 0n;
    },
    async pending() {
      const found = await assertionsWithout(["Falsified", "Reaped", "Confirmed"]).execute();
      return found.map(({ args }) => assertionOf(args));
    },
    uncollected: (prover) => uncollectedAfter(["Falsified", "Reaped"], prover),
    unreturned: () => uncollectedAfter(["Confirmed"], ""),
    async actorCount() {
      const { count } = await store.db
        .selectFrom("interaction_log")
        .select((query) => query.fn.countAll<number>().as("count"))
        .where("event", "=", "ActorRegistered")
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async accountsOf(actors) {
      if (actors.length === 0) return new Map();
      const found = await rows(["ActorRegistered"]).where("subject", "in", actors.map(String)).execute();
      return new Map(found.map(({ subject, args }) => [Number(subject), JSON.parse(args).account]));
    },
  };
}

const toText = (args: object): string =>
  JSON.stringify(args, (_, value) => (typeof value === "bigint" ? value.toString() : value));
