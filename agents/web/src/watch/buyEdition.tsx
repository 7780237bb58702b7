// SPDX-License-Identifier: GPL-3.0-or-later
import { useSignal } from "@preact/signals";
import { type Hex, isAddressEqual } from "viem";
import { buyEdition } from "../../../sdk/access/buyEdition.ts";
import { offerPhrase, type WordsOfAccess } from "../../../sdk/access/describePolicy.ts";
import type { Offer } from "../../../sdk/access/offer.ts";
import type { Deployment } from "../deployment.ts";
import { type Problem, problemOf, type Told } from "../sentences.ts";
import { ProblemCard } from "../ui/notice.tsx";
import { askFaucet, balanceOf, fillGas, walletOrChoice } from "../wallet/connect.ts";
import { isChoosing, type Wallet } from "../wallet/wallet.ts";

type BuyEditionProps = {
  from: Deployment;
  contentId: Hex;
  edition: bigint;
  offer: Offer;
  words: WordsOfAccess;
  onBought: () => void;
};

/** Buys what the policy asks for: STREAM by a signed permit in one transaction; other tokens are approved first. */
export function BuyEdition({ from, contentId, edition, offer, words, onBought }: BuyEditionProps) {
  const state = useSignal<Problem | string | undefined>(undefined);
  const isStream = isAddressEqual(offer.token, from.addresses.streamToken);
  const say = (what: string) => {
    state.value = what;
  };

  async function buy(buyer: Wallet): Promise<void> {
    if (isStream && buyer.kind === "browser" && (await balanceOf(buyer)) < offer.price) {
      say("Getting STREAM from the devnet's faucet…");
      await askFaucet(from, buyer);
    }
    await fillGas(from, buyer, say);
    const todo = isStream ? "sign the price, then send the transaction" : "approve the price, then send";
    say(buyer.asks("Buying", todo));
    const source = isStream ? "permit" : "allowance";
    await buyEdition.sync(buyer.client, { contentId, edition, offer, source });
    state.value = undefined;
    onBought();
  }

  async function press(): Promise<void> {
    const buyer = walletOrChoice(from);
    if (!buyer) return;
    await buy(buyer).catch((error) => {
      state.value = problemOf(error, WHILE_BUYING);
    });
  }

  const { value } = state;
  const isBusy = typeof value === "string";
  return (
    <>
      <button type="button" class="button" disabled={isBusy} onClick={press}>
        {isBusy ? value : `Buy for ${offerPhrase(offer, words)}`}
      </button>
      {typeof value === "object" && (
        <ProblemCard
          problem={value}
          onAgain={() => {
            if (value.remedy === "tokens" || value.remedy === "wallet") isChoosing.value = true;
            else press();
          }}
        />
      )}
    </>
  );
}

const WHILE_BUYING: Told = {
  UserRejected: () => ({
    title: "You said no in the wallet",
    text: "Nothing was bought. Buy again when you want to go on, and confirm in the wallet.",
    remedy: "again",
  }),
  BalanceTooLow: () => ({
    title: "The account has less than the price",
    text: "Nothing was sent. Get what the price is in, then buy again.",
    remedy: "tokens",
  }),
  GasUnaffordable: () => ({
    title: "There is no ether for gas",
    text: "A purchase is one transaction, and its gas costs a little ether. Nothing was sent.",
    remedy: "tokens",
  }),
  ContractRefused: ({ shortMessage }) => ({
    title: "The purchase was refused",
    text: `Nothing was paid. The price may have changed: load the page again. ${shortMessage}`,
    remedy: "reload",
  }),
  TransactionReplaced: () => ({
    title: "The purchase was cancelled",
    text: "The wallet sent another transaction in its place, so nothing was bought.",
    remedy: "again",
  }),
  TransactionPending: () => ({
    title: "The purchase is not mined yet",
    text: "The transaction is sent and may be mined later. Look at it in the wallet before you buy again.",
    remedy: "reload",
  }),
};
