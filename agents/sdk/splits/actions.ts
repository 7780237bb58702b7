// SPDX-License-Identifier: MIT
// The actions of `client.split`. Proofs come from a prover, or from code under the GPL: this package verifies, and sends.
import type { Address, Hex } from "viem";
import {
  BatchSealedEvent,
  BatchSettledEvent,
  ClaimedEvent,
  CreditedEvent,
  claimedFunction,
  claimFunction,
  creditFunction,
  MAX_ENTRIESFunction,
  PROVING_FEEFunction,
  registerSplitFunction,
  rootAtFunction,
  SEAL_AGEFunction,
  SplitRegisteredEvent,
  sealedBatchFunction,
  sealFunction,
  segmentOfFunction,
  settleFunction,
  splitCountFunction,
  splitRollupErrors,
  tableHashOfFunction,
} from "../abis/splitRollup.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import { payeeOfSplit } from "../chain/payee.ts";
import { takes } from "../chain/takes.ts";

const contract = { contract: "splitRollup", errors: splitRollupErrors } as const;

/** A Groth16 proof in the contracts' form. */
export type Proof = {
  a: readonly [bigint, bigint];
  b: readonly [readonly [bigint, bigint], readonly [bigint, bigint]];
  c: readonly [bigint, bigint];
};

/**
 * Registers a split by the hash of its table. Keep the table: the chain knows its hash alone.
 *
 * @example
 * const { split, payee } = await client.split.registerSync({ tableHash });
 */
export const register = defineWrite({
  ...contract,
  functions: [registerSplitFunction],
  event: SplitRegisteredEvent,
  call: ({ tableHash }: { tableHash: bigint }) => ({ args: [tableHash] }),
  result: ({ split, tableHash }) => ({ split, tableHash, payee: payeeOfSplit(split) }),
});

/** `entries`: 13 bytes each, a slot (1) and its amount in wei (12); `amountWei`: their sum, and a proving fee for each. */
export type CreditParameters = { segment: bigint; entries: Hex; amountWei: bigint };

/** Credits splits of one segment out of the account's STREAM. The payment contracts do so for each payment. */
export const credit = defineWrite({
  ...contract,
  functions: [creditFunction],
  event: CreditedEvent,
  deposit: takes(({ amountWei }: CreditParameters, { addressOf }) => ({
    source: "allowance",
    token: addressOf("streamToken"),
    amountWei,
  })),
  call: ({ segment, entries }: CreditParameters) => ({ args: [segment, entries] }),
});

/** Closes the open batch of a segment, once it is old enough, so that it can be proven. */
export const seal = defineWrite({ ...contract, functions: [sealFunction], event: BatchSealedEvent });

export type SettleBatchParameters = {
  segment: bigint;
  links: Hex;
  newRoot: bigint;
  /** The account that gets the proving fee. */
  beneficiary: Address;
  proof: Proof;
};

/** Settles the next sealed batch of a segment by its proof. */
export const settle = defineWrite({
  ...contract,
  functions: [settleFunction],
  event: BatchSettledEvent,
  call: ({ segment, links, newRoot, beneficiary, proof }: SettleBatchParameters) => ({
    args: [segment, links, newRoot, beneficiary, proof],
  }),
  result: ({ batch, newRoot, fee }) => ({ batch, newRoot, feeWei: fee }),
});

export type ClaimParameters = {
  split: bigint;
  /** The collaborator's place in the table. */
  position: number;
  /** As in the table. */
  recipient: Address;
  /** All that the collaborator has earned, in wei. */
  entitlementWei: bigint;
  settledBatches: bigint;
  proof: Proof;
};

/**
 * Pays a collaborator by the proof of a share. Anyone may send it.
 *
 * @throws ContractRefused, as of `SplitRollup_NothingToClaim` or `SplitRollup_RootUnknown` for a root that is not settled yet.
 * @example
 * const { paidWei } = await client.split.claimSync({ split, position: 0, recipient, entitlementWei, settledBatches, proof });
 */
export const claim = defineWrite({
  ...contract,
  functions: [claimFunction],
  event: ClaimedEvent,
  call: ({ split, position, recipient, entitlementWei, settledBatches, proof }: ClaimParameters) => ({
    args: [split, position, recipient, entitlementWei, settledBatches, proof],
  }),
  result: ({ paid, entitlement }) => ({ paidWei: paid, entitlementWei: entitlement }),
});

/** The number of splits that were ever registered. */
export const getCount = defineRead("splitRollup", splitCountFunction);
/** The hash of a split's table. */
export const getTableHash = defineRead("splitRollup", tableHashOfFunction);
/** The wei that a collaborator was paid. */
export const getClaimed = defineRead("splitRollup", claimedFunction);
/** The batches of a segment, and their age. */
export const getSegment = defineRead("splitRollup", segmentOfFunction);
/** The hash of a sealed batch, until it is settled. */
export const getSealedBatch = defineRead("splitRollup", sealedBatchFunction);
/** The root of a segment's balances after so many settled batches. */
export const getRootAt = defineRead("splitRollup", rootAtFunction);
/** The fee of each credit, in wei, for the account that settles its batch. */
export const getProvingFee = defineRead("splitRollup", PROVING_FEEFunction);
/** The age at which a batch may be sealed, in seconds. */
export const getSealAge = defineRead("splitRollup", SEAL_AGEFunction);
/** The most entries of a batch. */
export const getMaxEntries = defineRead("splitRollup", MAX_ENTRIESFunction);

export const watchSplitRegistered = defineWatch("splitRollup", SplitRegisteredEvent);
export const watchCredited = defineWatch("splitRollup", CreditedEvent);
export const watchBatchSealed = defineWatch("splitRollup", BatchSealedEvent);
export const watchBatchSettled = defineWatch("splitRollup", BatchSettledEvent);
export const watchClaimed = defineWatch("splitRollup", ClaimedEvent);
