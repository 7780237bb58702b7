// SPDX-License-Identifier: GPL-3.0-or-later
import { type Account, type Address, type Hex, parseEther } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { HttpError } from "../kernel/http/problem.ts";
import { type Clock, systemClock } from "../kernel/process/clock.ts";
import { createQueue } from "../kernel/process/queue.ts";
import { FaucetRefusal, fund, type Gift, requireDevelopmentChain } from "../localnet/faucet.ts";
import { GiftBook, type Wait } from "./giftBook.ts";

/** What an address gets: the least bond of an edge, and ether for thousands of transactions. */
export const GIFT: Gift = { streamWei: parseEther("1000"), etherWei: parseEther("1") };
/** What a faucet begins with: a thousand gifts, so ten hours of giving as fast as the book allows. */
export const PURSE: Gift = { streamWei: parseEther("1000000"), etherWei: parseEther("1100") };

const STATUS = { wrong_chain: 403, no_account: 422, empty: 409 } as const;

export type Given = Gift & { address: Address; transactions: Hex[] };
export type Faucet = {
  /** Sends {@link GIFT}, and waits until it has arrived. Throws an HttpError: 422, 429 or 409. */
  give(address: Address): Promise<Given>;
  /** Gifts so far. */
  readonly gifts: number;
};

/**
 * Gives out of the connection's account, which must sign nothing else. Throws a FaucetRefusal for any chain but a development
 * chain.
 */
export function createFaucet(
  chain: ChainConnection<"StreamToken", Account>,
  clock: Clock = systemClock,
): Faucet {
  requireDevelopmentChain(chain.chainId);
  const inTurn = createQueue();
  const book = new GiftBook();
  let gifts = 0;
  return {
    get gifts() {
      return gifts;
    },
    async give(address) {
      // entered before anything is awaited, so that two requests at once are one gift
      const wait = book.enter(address, clock.nowMs());
      if (wait) throw tooEarly(address, wait);
      try {
        const transactions = await inTurn(() => fund(chain, [address], GIFT));
        gifts += 1;
        return { address, ...GIFT, transactions };
      } catch (error) {
        if (!(error instanceof FaucetRefusal)) throw error;
        book.strike(address);
        throw new HttpError(STATUS[error.reason], error.reason, `${error.message} ${error.advice}`);
      }
    },
  };
}

function tooEarly(address: Address, wait: Wait): HttpError {
  const retryAfterSec = Math.ceil(wait.ms / 1_000);
  const why =
    wait.for === "address"
      ? `${address} was given tokens within the last hour.`
      : "The faucet gave to as many addresses as it may within an hour.";
  return new HttpError(
    429,
    wait.for === "address" ? "given_before" : "too_many",
    `${why} Ask again in ${retryAfterSec} s.`,
    {
      headers: { "retry-after": String(retryAfterSec) },
      members: { retryAfterSec },
    },
  );
}
