// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { followInteractions } from "../interactions/interactionLogs.ts";
import { type InteractionTables, interactionMigrations } from "../interactions/logTables.ts";
import { type ChainConnection, connectChain } from "../kernel/chain/chain.ts";
import { headOf } from "../kernel/chain/head.ts";
import { UserError } from "../kernel/process/errors.ts";
import { bindStoreToChain } from "../kernel/store/chainBinding.ts";
import { openStore, type Store } from "../kernel/store/store.ts";
import { type AssertionOptions, createAssertions } from "./assertions.ts";

type Contracts = "InteractionInputs" | "InteractionRollup";

/** Blocks below which honest nodes agree: a reorg is not deeper. */
const DEEP = 12n;
/** How far apart the newest blocks of two RPCs may be. */
const MOST_APART = 32n;

export type SecondRpcOptions = Pick<AssertionOptions, "sender" | "metrics" | "log"> & {
  rpcUrl: string;
  chain: ChainConnection<Contracts>;
  dataDir: string;
};

/**
 * The assertions as a second RPC tells them, with a store of their own; and whether both RPCs tell of one chain. It is connected to by the first tick that
 * finds it there: without it, the first RPC's assertions are watched all the same.
 */
export function createSecondRpc({ rpcUrl, chain, dataDir, ...acting }: SecondRpcOptions) {
  let opening: Promise<Opened> | undefined;
  const opened = () => {
    opening ??= open().catch((error) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  async function open(): Promise<Opened> {
    const second = await connectChain({
      ...{ rpcUrl, expectedChainId: chain.chainId, deploymentPath: chain.deployment.path },
      contracts: ["InteractionInputs", "InteractionRollup"],
    });
    const file = join(dataDir, "challenger-second-rpc.db");
    const store = await openStore<InteractionTables>(file, interactionMigrations);
    try {
      await bindStoreToChain(store, second, dataDir);
      const logs = followInteractions(second, store);
      return { second, store, assertions: await createAssertions({ ...acting, chain: second, logs }) };
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  return {
    assertions: async (signal: AbortSignal) => (await opened()).assertions(signal),
    agreement: async () => requireAgreement(chain, (await opened()).second),
    close: async () => (await opening?.catch(() => undefined))?.store.close(),
  };
}

type Opened = {
  second: ChainConnection<Contracts>;
  store: Store<InteractionTables>;
  assertions(signal: AbortSignal): Promise<void>;
};

/** Throws a UserError where two RPCs have different blocks at one height, or one is far behind the other. */
export async function requireAgreement(
  first: Pick<ChainConnection<never>, "publicClient">,
  second: Pick<ChainConnection<never>, "publicClient">,
): Promise<void> {
  const heads = [headOf(first.publicClient), headOf(second.publicClient)] as const;
  const [a, b] = await Promise.all([heads[0].look(), heads[1].look()]);
  const apart = a.number > b.number ? a.number - b.number : b.number - a.number;
  if (apart > MOST_APART)
    throw new UserError(
      `The RPCs are ${apart} blocks apart: one is at ${a.number}, the second at ${b.number}.`,
      "Look at the one that is behind. The challenger acts on what either shows.",
    );
  const lower = a.number < b.number ? a.number : b.number;
  const height = lower > DEEP ? lower - DEEP : 0n;
  const [own, other] = await Promise.all([heads[0].at(height, a), heads[1].at(height, b)]);
  if (own.hash === other.hash) return;
  throw new UserError(
    `The RPCs disagree: block ${height} is ${own.hash} for one, and ${other.hash} for the second.`,
    "One of them is on another chain, or lies. Ask a third; the challenger acts on what either shows.",
  );
}
