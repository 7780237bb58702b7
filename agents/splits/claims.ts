// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { UserError } from "../kernel/process/errors.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import type { SigningClient } from "../sdk/chain/clients.ts";
import { claim } from "../sdk/splits/actions.ts";
import { segmentOfSplit, slotOfSplit } from "../sdk/splits/splitId.ts";
import { splitScope } from "./challenge.ts";
import { claimSignals, type Signals } from "./inputs.ts";
import type { Proof } from "./proof.ts";
import { readSegment, type SegmentState } from "./readSegment.ts";
import type { RollupClient } from "./rollupReader.ts";
import { readSplit } from "./splits.ts";
import { checkTable, type SplitTable, share, tableHash } from "./table.ts";

export type ShareParameters = {
  publicClient: RollupClient;
  rollup: Address;
  /** The first block with logs of the rollup. */
  startBlock: bigint;
  split: bigint;
  /** The table that the split was registered with. */
  table: SplitTable;
  /** The row of the table, from 0. */
  position: number;
  /** The split's segment by readSegment, for several shares of one look at the chain; read anew by default. */
  segment?: SegmentState;
};

/** Amounts in wei. `entitlementWei` counts from the beginning; `owedWei` is the unclaimed rest. */
export type Share = {
  recipient: Address;
  revenueWei: bigint;
  entitlementWei: bigint;
  claimedWei: bigint;
  owedWei: bigint;
};

/**
 * Reads a share of a split by the batches settled so far; sends and proves nothing.
 * Throws a UserError when the table is not the split's, or has no such position.
 */
export async function readShare(parameters: ShareParameters): Promise<Share> {
  return (await computeShare(parameters)).share;
}

/**
 * Proves a share of a split and pays the recipient; any client may. Sends nothing when nothing is owed:
 * `transactionHash` is undefined then.
 *
 * @param prove Proves by the circuit `claim`: here, or in a thread of a page.
 */
export async function claimShare(
  client: SigningClient,
  { prove, ...parameters }: ShareParameters & { prove(signals: Signals): Promise<Proof> },
): Promise<Share & { transactionHash: Hex | undefined }> {
  const { publicClient, rollup, split, table, position } = parameters;
  const { share, tree, settledBatches } = await computeShare(parameters);
  if (share.owedWei === 0n) return { ...share, transactionHash: undefined };
  const scope = splitScope(BigInt(publicClient.chain.id), rollup, split);
  const { a, b, c } = await prove(claimSignals({ split: scope, segment: tree, table, position }));
  const { recipient, entitlementWei } = share;
  const { receipt } = await claim.sync(client, {
    ...{ splitRollup: rollup, split, position, recipient, entitlementWei, settledBatches },
    proof: { a, b, c },
  });
  return { ...share, transactionHash: receipt.transactionHash };
}

/** Throws a UserError unless `table` is the one that `split` was registered with. */
export async function requireTable(
  publicClient: RollupClient,
  { rollup, split, table }: Pick<ShareParameters, "rollup" | "split" | "table">,
): Promise<void> {
  checkTable(table);
  const { tableHash: registered } = await readSplit(publicClient, { rollup, split });
  if (tableHash(table) === registered) return;
  throw new UserError(
    `The table is not the one that split ${split} was registered with.`,
    "Give the file that was written when the split was created.",
  );
}

async function computeShare(parameters: ShareParameters): Promise<{ share: Share } & SegmentState> {
  const { publicClient, rollup, split, table, position } = parameters;
  checkTable(table);
  const row = table[position];
  if (!row)
    throw new UserError(
      `Split ${split} has no position ${position}.`,
      `Give a position of its table, 0 to ${table.length - 1}.`,
    );
  await requireTable(publicClient, parameters);
  const segment =
    parameters.segment ?? (await readSegment({ ...parameters, segment: segmentOfSplit(split) }));
  const claimedWei = await publicClient.readContract({
    abi: splitRollupAbi,
    address: rollup,
    functionName: "claimed",
    args: [split, position],
  });
  const revenueWei = segment.tree.leaf(slotOfSplit(split));
  const entitlementWei = share(revenueWei, row.bps);
  const owedWei = entitlementWei > claimedWei ? entitlementWei - claimedWei : 0n;
  return {
    share: { recipient: row.recipient, revenueWei, entitlementWei, claimedWei, owedWei },
    ...segment,
  };
}
