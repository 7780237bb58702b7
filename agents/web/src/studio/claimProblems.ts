// SPDX-License-Identifier: GPL-3.0-or-later
import type { Told } from "../sentences.ts";

/** What is told otherwise of an error that ended a claim. */
export const WHILE_CLAIMING: Told = {
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "Nothing was sent, and the share stays owed. Claim again when you want to go on.",
    remedy: "again",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "A claim is one transaction, and its gas costs a little ether. Nothing was sent, and the share stays owed.",
    remedy: "tokens",
  }),
  TransactionReplaced: () => ({
    title: "The claim was cancelled",
    text: "The wallet sent another transaction in its place. The share stays owed: claim again to go on.",
    remedy: "again",
  }),
  TransactionPending: () => ({
    title: "The claim is not mined yet",
    text: "The transaction is sent and may be mined later. Nothing is paid twice: look at the shares again.",
    remedy: "again",
  }),
};
