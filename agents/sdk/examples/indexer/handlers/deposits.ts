// SPDX-License-Identifier: MIT
import type { Address, Hex } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf, type Store } from "../store.ts";

/** The prepaid accounts and debts of PaymentChannels, StreamingProtocol, StreamPools and PurchasePolicy, each its own. */
export const deposits = {
  Prepaid: (store, { contract, args: { owner, token, received } }) =>
    addPrepaid(store, contract, owner, token, received),
  PrepaidSpent: (store, { contract, args: { owner, token, amount } }) =>
    addPrepaid(store, contract, owner, token, -amount),
  PrepaidWithdrawn: (store, { contract, args: { owner, token, amount } }) =>
    addPrepaid(store, contract, owner, token, -amount),
  Owed: (store, { contract, args: { payee, token, amount } }) =>
    addOwed(store, contract, payee, token, amount),
  PaidOut: (store, { contract, args: { payee, token, amount } }) =>
    addOwed(store, contract, payee, token, -amount),
} satisfies Handlers<"StreamPools">;

const addPrepaid = (store: Store, contract: Address, owner: Address, token: Address, wei: bigint) =>
  change(store, "prepaid", idOf(contract, owner, token), ({ amount }) => ({
    ...{ contract, owner, token },
    amount: amount + wei,
  }));

const addOwed = (store: Store, contract: Address, payee: Hex, token: Address, wei: bigint) =>
  change(store, "owed", idOf(contract, payee, token), ({ amount }) => ({
    ...{ contract, payee, token },
    amount: amount + wei,
  }));
