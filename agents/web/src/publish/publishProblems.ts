// SPDX-License-Identifier: GPL-3.0-or-later
import type { Told } from "../sentences.ts";

/** What is told otherwise of an error that ended publishing. */
export const WHILE_PUBLISHING: Told = {
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "Nothing was sent. Publish again when you want to go on, and confirm in the wallet.",
    remedy: "again",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "A work is registered by one transaction, and its gas costs a little ether. Nothing was sent. Get ether, then publish again.",
    remedy: "tokens",
  }),
  TransactionReplaced: () => ({
    title: "The registration was cancelled",
    text: "The wallet sent another transaction in its place, so the work is not on chain. Publish again to go on.",
    remedy: "again",
  }),
  TransactionPending: () => ({
    title: "The registration is not mined yet",
    text: "The transaction is sent and may be mined later. Publish the same file again then: what has arrived is not sent twice.",
    remedy: "again",
  }),
  PublishFailed: ({ shortMessage, advice }) => ({
    title: "The work is not published",
    text: `${shortMessage.trim()} ${advice ?? ""}`.trim(),
    remedy: "again",
  }),
};
