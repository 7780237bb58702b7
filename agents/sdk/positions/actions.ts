// SPDX-License-Identifier: MIT
// The actions of `client.position`: the ERC-721 of a stream or a grant, whose owner is paid.
import type { Address, Hex } from "viem";
import {
  ApprovalEvent,
  ApprovalForAllEvent,
  approveFunction,
  balanceOfFunction,
  getApprovedFunction,
  isApprovedForAllFunction,
  isRestrictedFunction,
  issuerOfFunction,
  nameFunction,
  ownerOfFunction,
  payeeForFunction,
  positionTokenErrors,
  RestrictedEvent,
  restrictFunction,
  safeTransferFromFunction,
  safeTransferFromFunction2,
  setApprovalForAllFunction,
  symbolFunction,
  TransferEvent,
  tokenURIFunction,
  transferFromFunction,
} from "../abis/positionToken.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";

const contract = { contract: "positionToken", errors: positionTokenErrors } as const;

export type TransferPositionParameters = {
  from: Address;
  to: Address;
  positionId: bigint;
  /** Data for a receiving contract. */
  data?: Hex | undefined;
};

/** Restricts, or opens again, who may make a position pay its owner: a restricted one pays at its owner's word alone. */
export const restrict = defineWrite({
  ...contract,
  functions: [restrictFunction],
  event: RestrictedEvent,
});
/** Hands a position over. A contract that gets it must take ERC-721. */
export const transfer = defineWrite({
  ...contract,
  functions: [safeTransferFromFunction, safeTransferFromFunction2],
  event: TransferEvent,
  call: ({ from, to, positionId, data }: TransferPositionParameters) => ({
    args: data === undefined ? [from, to, positionId] : [from, to, positionId, data],
  }),
});
/** Hands a position over without asking a receiving contract, which may lose it. */
export const transferUnchecked = defineWrite({
  ...contract,
  functions: [transferFromFunction],
  event: TransferEvent,
  call: ({ from, to, positionId }: Omit<TransferPositionParameters, "data">) => ({
    args: [from, to, positionId],
  }),
});
/** Lets `to` hand over one position of the account. */
export const approve = defineWrite({
  ...contract,
  functions: [approveFunction],
  event: ApprovalEvent,
  call: ({ to, positionId }: { to: Address; positionId: bigint }) => ({ args: [to, positionId] }),
});
/** Lets `operator` hand over every position of the account. */
export const approveAll = defineWrite({
  ...contract,
  functions: [setApprovalForAllFunction],
  event: ApprovalForAllEvent,
  call: ({ operator, isApproved }: { operator: Address; isApproved: boolean }) => ({
    args: [operator, isApproved],
  }),
});

/** The account that a position pays. */
export const getOwner = defineRead("positionToken", ownerOfFunction);
/** The contract that a position's money comes from. */
export const getIssuer = defineRead("positionToken", issuerOfFunction);
/** The owner, if `caller` may make the position pay it. */
export const getPayeeFor = defineRead("positionToken", payeeForFunction);
export const getIsRestricted = defineRead("positionToken", isRestrictedFunction);
/** The number of an owner's positions. */
export const getBalance = defineRead("positionToken", balanceOfFunction);
/** The account that may hand over a position, beside its owner. */
export const getApproved = defineRead("positionToken", getApprovedFunction);
export const getIsApprovedForAll = defineRead("positionToken", isApprovedForAllFunction);
/** The metadata of a position, as a data URI: what it pays, and its picture. */
export const getTokenUri = defineRead("positionToken", tokenURIFunction);
export const getName = defineRead("positionToken", nameFunction);
export const getSymbol = defineRead("positionToken", symbolFunction);

export const watchTransfer = defineWatch("positionToken", TransferEvent);
export const watchApproval = defineWatch("positionToken", ApprovalEvent);
export const watchApprovalForAll = defineWatch("positionToken", ApprovalForAllEvent);
export const watchRestricted = defineWatch("positionToken", RestrictedEvent);
