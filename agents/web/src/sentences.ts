// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, as a person is told: what happened, what it means for the money, what to do.
import { errorOf } from "../../sdk/errors/chainErrors.ts";
import type { TributaryError } from "../../sdk/errors/TributaryError.ts";

/** What the page offers to do about a problem. */
export type Remedy = "again" | "wallet" | "tokens" | "deposit" | "reload" | "none";
export type Problem = { title: string; text: string; remedy: Remedy };

/** What is told of errors, by their names. */
export type Told = Record<string, (error: TributaryError) => Problem>;

const NOTHING_PAID = "Nothing was paid.";

const KNOWN: Told = {
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: `${NOTHING_PAID} Press play again when you want to go on, and confirm in the wallet.`,
    remedy: "again",
  }),
  WrongChain: () => ({
    title: "The wallet is on another chain",
    text: `${NOTHING_PAID} Switch the wallet to this chain, or use a key of this browser.`,
    remedy: "wallet",
  }),
  ActsElsewhere: () => ({
    title: "This account acts from another browser",
    text: "The key that likes, comments and meets viewers for the account is kept where it was made, and is not here. Use that browser, or another account.",
    remedy: "wallet",
  }),
  NoWallet: () => ({
    title: "The wallet is gone",
    text: "The browser no longer announces the wallet that was used last. Choose one.",
    remedy: "wallet",
  }),
  BalanceTooLow: () => ({
    title: "There is not enough STREAM",
    text: "The account has less than the deposit needs, and nothing was sent. Get STREAM, or choose a smaller deposit.",
    remedy: "tokens",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "A deposit is one transaction, and its gas costs a little ether. Nothing was sent. Get ether, then press play again.",
    remedy: "tokens",
  }),
  DepositExhausted: () => ({
    title: "The deposit is used up",
    text: "Every second that played is paid, and none beyond it. Deposit more to go on.",
    remedy: "deposit",
  }),
  FaucetRefused: ({ shortMessage }) => ({
    title: "The faucet gave nothing",
    text: sentence(shortMessage),
    remedy: "wallet",
  }),
  ChunkUnavailableError: () => ({
    title: "No edge serves this work",
    text: "Every edge was asked, and none sent bytes that fit the work on chain. Seconds that did not play are not paid. An edge may be back in a moment.",
    remedy: "again",
  }),
  KeysMissing: () => ({
    title: "The work is private",
    text: "Its key stands in the link that its creator shares, behind the #. Open that whole link. Nothing that did not play is paid.",
    remedy: "none",
  }),
  KeyDenied: ({ shortMessage }) => ({
    title: "The work's policy does not let you in",
    text: `${sentence(shortMessage)} Seconds that did not play are not paid. What the policy asks for stands below the work.`,
    remedy: "again",
  }),
  KeyUnavailable: ({ shortMessage }) => ({
    title: "Too few key nodes answer",
    text: `${sentence(shortMessage)} Seconds that did not play are not paid.`,
    remedy: "again",
  }),
  CapsuleUnusable: ({ shortMessage }) => ({
    title: "The work's keys are sealed wrongly",
    text: `${sentence(shortMessage)} Its creator can publish it again.`,
    remedy: "none",
  }),
  PeriodRefused: ({ shortMessage }) => ({
    title: "The sequencer gives no receipt",
    text: `${sentence(shortMessage)} Key nodes ask for the receipt, so nothing plays. What was deposited is safe on chain.`,
    remedy: "again",
  }),
  SequencerUnreachable: () => ({
    title: "The sequencer does not answer",
    text: "The sequencer collects payments for the creator. Without it nothing is paid, so nothing plays. What was deposited is safe on chain.",
    remedy: "again",
  }),
  VoucherRefused: ({ shortMessage }) => ({
    title: "The sequencer refused the payment",
    text: `${sentence(shortMessage)} What was deposited is safe on chain.`,
    remedy: "again",
  }),
  RpcUnreachable: () => ({
    title: "The chain does not answer",
    text: "The page asks the chain for works and deposits, and got no answer. Look whether the chain runs, then try again.",
    remedy: "again",
  }),
  DeploymentUnreachable: () => ({
    title: "The devnet does not answer",
    text: "The page reads its addresses where it came from. Start it by `npm start`, then load the page again.",
    remedy: "reload",
  }),
  TransactionReplaced: () => ({
    title: "The deposit was cancelled",
    text: "The wallet sent another transaction in its place, so there is no deposit. Press play to make one.",
    remedy: "again",
  }),
  TransactionPending: () => ({
    title: "The deposit is not mined yet",
    text: "The transaction is sent and may be mined later. Look at it in the wallet before you deposit again.",
    remedy: "again",
  }),
  MediaUnplayable: ({ shortMessage }) => ({
    title: "This browser cannot play the work",
    text: `${sentence(shortMessage)} ${NOTHING_PAID} Another browser may.`,
    remedy: "none",
  }),
  PlayerFailed: ({ shortMessage }) => ({
    title: "The player stopped",
    text: `${sentence(shortMessage)} Seconds that did not play are not paid.`,
    remedy: "again",
  }),
};

/** What to tell a person about `error`; `here` knows better what some errors mean where they happened. */
export function problemOf(error: unknown, here: Told = {}): Problem {
  const known = errorOf(error, "the request");
  const told = here[known.name] ?? KNOWN[known.name];
  if (told) return told(known);
  return {
    title: "That did not work",
    text: sentence(known.message),
    remedy: known.retryable ? "again" : "none",
  };
}

/** With a capital, and a full stop. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed && `${trimmed[0]!.toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? "" : "."}`;
}
