// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { UserError } from "../kernel/process/errors.ts";
import { splitRollupAbi } from "../sdk/abis.generated.ts";
import type { SigningClient } from "../sdk/chain/clients.ts";
import { type Payee, payeeOfSplit } from "../sdk/chain/payee.ts";
import { register } from "../sdk/splits/actions.ts";
import { segmentOfSplit, slotOfSplit } from "../sdk/splits/splitId.ts";
import type { RollupClient } from "./rollupReader.ts";
import { checkTable, type SplitTable, tableHash } from "./table.ts";

export type CreatedSplit = { split: bigint; payee: Payee; tableHash: bigint; transactionHash: Hex };

/**
 * Registers a split. Keep the table: the chain knows its hash alone, and no share can be claimed without the table.
 * Throws an Error that names the row to change when the table is malformed.
 */
export async function createSplit(
  client: SigningClient,
  { rollup, table }: { rollup: Address; table: SplitTable },
): Promise<CreatedSplit> {
  checkTable(table);
  const hash = tableHash(table);
  const { receipt, ...split } = await register.sync(client, { splitRollup: rollup, tableHash: hash });
  return { ...split, transactionHash: receipt.transactionHash };
}

export type SplitState = {
  split: bigint;
  payee: Payee;
  segment: bigint;
  slot: number;
  tableHash: bigint;
  /** Batches of the split's segment. */
  sealedBatches: bigint;
  settledBatches: bigint;
};

/** Reads a split's state on chain. Throws a UserError when the split is not registered. */
export async function readSplit(
  publicClient: RollupClient,
  { rollup, split }: { rollup: Address; split: bigint },
): Promise<SplitState> {
  const contract = { abi: splitRollupAbi, address: rollup } as const;
  const segment = segmentOfSplit(split);
  const [hash, { sealedBatches, settledBatches }] = await Promise.all([
    publicClient.readContract({ ...contract, functionName: "tableHashOf", args: [split] }),
    publicClient.readContract({ ...contract, functionName: "segmentOf", args: [segment] }),
  ]);
  if (hash === 0n) {
    throw new UserError(
      `Split ${split} is not registered on ${rollup}.`,
      "Check the number, or create the split.",
    );
  }
  return {
    split,
    payee: payeeOfSplit(split),
    segment,
    slot: slotOfSplit(split),
    tableHash: hash,
    sealedBatches,
    settledBatches,
  };
}
