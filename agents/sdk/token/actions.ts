// SPDX-License-Identifier: MIT
// The actions of `client.token`: STREAM, or with `streamToken` any ERC-20.
import type { Address } from "viem";
import {
  ApprovalEvent,
  allowanceFunction,
  approveFunction,
  balanceOfFunction,
  burnFunction,
  decimalsFunction,
  nameFunction,
  noncesFunction,
  permitFunction,
  streamTokenErrors,
  symbolFunction,
  TransferEvent,
  totalSupplyFunction,
  transferFromFunction,
  transferFunction,
} from "../abis/streamToken.generated.ts";
import { defineRead } from "../chain/defineRead.ts";
import { defineWatch } from "../chain/defineWatch.ts";
import { defineWrite } from "../chain/defineWrite.ts";
import type { ContractKey } from "../chain/deployment.ts";

const contract = { contract: "streamToken", errors: streamTokenErrors } as const;

/** `spender`: an address, or a contract of the protocol by its name. */
export type ApproveTokenParameters = { spender: Address | ContractKey; amountWei: bigint };

/**
 * Approves a contract to take STREAM of the account: the call before a deposit in a batch.
 *
 * @example
 * const calls = [client.token.approve.call({ spender: "paymentChannels", amountWei }), client.channel.open.call(terms)];
 */
export const approve = defineWrite({
  ...contract,
  functions: [approveFunction],
  event: ApprovalEvent,
  call: ({ spender, amountWei }: ApproveTokenParameters, { addressOf }) => ({
    args: [spender.startsWith("0x") ? spender : addressOf(spender as ContractKey), amountWei],
  }),
});
/** Sends STREAM of the account. */
export const transfer = defineWrite({
  ...contract,
  functions: [transferFunction],
  event: TransferEvent,
  call: ({ to, amountWei }: { to: Address; amountWei: bigint }) => ({ args: [to, amountWei] }),
});
/** Sends STREAM of an owner who approved the account. */
export const transferFrom = defineWrite({
  ...contract,
  functions: [transferFromFunction],
  event: TransferEvent,
  call: ({ from, to, amountWei }: { from: Address; to: Address; amountWei: bigint }) => ({
    args: [from, to, amountWei],
  }),
});
/** Destroys STREAM of the account. */
export const burn = defineWrite({
  ...contract,
  functions: [burnFunction],
  event: TransferEvent,
  call: ({ amountWei }: { amountWei: bigint }) => ({ args: [amountWei] }),
});
/** Puts an owner's signed approval on chain: {@link signPermit}, its signature in parts. */
export const permit = defineWrite({ ...contract, functions: [permitFunction], event: ApprovalEvent });

/** An account's STREAM, in wei. */
export const getBalance = defineRead("streamToken", balanceOfFunction);
/** The wei that `spender` may still take of `owner`. */
export const getAllowance = defineRead("streamToken", allowanceFunction);
/** The number of permits that an owner has used. */
export const getNonce = defineRead("streamToken", noncesFunction);
/** All STREAM that was not burned, in wei. */
export const getTotalSupply = defineRead("streamToken", totalSupplyFunction);
export const getName = defineRead("streamToken", nameFunction);
export const getSymbol = defineRead("streamToken", symbolFunction);
export const getDecimals = defineRead("streamToken", decimalsFunction);

export const watchTransfer = defineWatch("streamToken", TransferEvent);
export const watchApproval = defineWatch("streamToken", ApprovalEvent);
