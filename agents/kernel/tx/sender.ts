// SPDX-License-Identifier: GPL-3.0-or-later
import type { Abi, Address, Hex, TransactionReceipt } from "viem";
import { RevertError, revertOf } from "../chain/revert.ts";
import { systemClock } from "../process/clock.ts";
import { TryAgainError } from "../process/errors.ts";
import { createQueue } from "../process/queue.ts";
import type { Offer } from "./bids.ts";
import { createEngine, type EngineOptions, type Fate, type Flight } from "./engine.ts";
import { needsLessGas } from "./gasTrouble.ts";
import { MAX_TRANSACTION_GAS, requireGasCap } from "./txErrors.ts";

export type SenderOptions = EngineOptions & {
  /** The custom errors that explain reverts. */
  abi?: Abi;
};

export type SendRequest = {
  to: Address;
  data: Hex;
  /** Wei of ether. */
  value?: bigint;
  /** The transaction's name in logs and errors. */
  label: string;
  /** Gas limit. Skips the estimate, and with it the check that the transaction would succeed. */
  gas?: bigint;
};

export type Sender = {
  address: Address;
  /**
   * Sends a transaction and waits until it is mined; calls queue up and are served one at a time, in order.
   * Throws RevertError (before sending, or on chain), UserError (no funds; too much gas; another sender on the account)
   * and TryAgainError (gas price above the cap; stopped while waiting: the next start takes the transaction up from the
   * journal).
   */
  send(request: SendRequest): Promise<TransactionReceipt>;
  /**
   * Sees the transactions through that an earlier process left open or a reorg dropped. Call before reading the chain
   * for a decision, or the same decision may be made twice; `send` does so too.
   */
  recover(): Promise<void>;
  /** For roles with deadlines: looks at the pending transactions. Call before reading the chain for a decision. */
  look(): Promise<Flight>;
  /**
   * Bids for `offers`, the most urgent first, and does not wait. A pending offer need not be repeated unless the flight
   * is stuck; then repeat every offer that is still wanted. Throws a GasCapError after placing the offers that fit.
   */
  offer(offers: readonly Offer[], flight: Flight): Promise<void>;
  /** Stops waiting: for the transaction under way, and for the queue. */
  stop(): Promise<void>;
};

/** Makes the one owner of an account's nonces: no other program may send from the account meanwhile. */
export function createSender(options: SenderOptions): Sender {
  const { publicClient, log, abi = [], clock = systemClock } = options;
  const { address } = options.account;
  const engine = createEngine(options);
  const stopping = new AbortController();
  const { signal } = stopping;
  const sends = createQueue();
  const turns = createQueue();

  const oneAtATime = <Result>(work: () => Promise<Result>): Promise<Result> =>
    sends(() => {
      if (signal.aborted) throw new TryAgainError("The sender has been stopped.");
      return work();
    });

  /** Takes turns until `isDone`. An RPC error ends the wait while `mayFail`, and is retried from then on. */
  async function see(
    label: string,
    isDone: (flight: Flight) => boolean,
    mayFail: () => boolean,
  ): Promise<void> {
    for (let troubles = 0; !signal.aborted; ) {
      try {
        const flight = await turns(engine.turn);
        if (isDone(flight)) return;
        troubles = 0;
      } catch (error) {
        if (mayFail()) throw error;
        troubles += 1;
        log[troubles === 1 ? "warn" : "debug"](
          { label, err: error },
          "transaction not followed up: RPC failed, will retry",
        );
      }
      await clock.sleep(publicClient.pollingInterval * 2 ** Math.min(troubles, 5), signal);
    }
    throw new TryAgainError(
      `Stopped before "${label}" was mined.`,
      "Start again: the journal has the transaction.",
    );
  }

  /** Waits for the transactions that must not be mined twice and that no caller awaits. */
  async function recover(): Promise<void> {
    if (await engine.isQuiet()) return;
    let hasBegun = false;
    const isDone = ({ unseen, pending }: Flight) => {
      hasBegun = true;
      // transactions behind an empty nonce wait for the next offer, which fills the gap
      return (
        unseen === 0 &&
        (!pending[0]?.entry || pending.every(({ offer }) => offer && offer.nonce === undefined))
      );
    };
    return see("the open transactions", isDone, () => !hasBegun);
  }

  async function sendOne(request: SendRequest): Promise<TransactionReceipt> {
    const { to, data, label, value: valueWei } = request;
    await recover();
    const gas = request.gas ?? (await estimateGas(request));
    requireGasCap({ label, gas });
    const offer: Offer = { to, data, valueWei, gas, label, keys: [], nonce: "next", ...engine.terms };
    const fate: Fate = { hashes: [] };
    engine.awaited.set(offer, fate);
    try {
      await see(
        label,
        () => fate.receipt !== undefined || fate.error !== undefined,
        () => offer.nonce === "next",
      );
    } finally {
      engine.awaited.delete(offer);
    }
    if (!fate.receipt) throw fate.error;
    if (fate.receipt.status === "success") return fate.receipt;
    throw new RevertError(label, await reasonOnChain(offer, fate.receipt), fate.receipt.transactionHash);
  }

  async function estimateGas({ to, data, value, label }: SendRequest): Promise<bigint> {
    try {
      const gas = await publicClient.estimateGas({ account: address, to, data, value });
      // a fifth more, for state that changes until it is mined
      const ample = (gas * 6n) / 5n;
      return gas < MAX_TRANSACTION_GAS && ample > MAX_TRANSACTION_GAS ? MAX_TRANSACTION_GAS : ample;
    } catch (error) {
      // viem takes "gas required exceeds allowance" for a revert
      const revert = needsLessGas(error) ? undefined : revertOf(error, abi);
      throw revert ? new RevertError(label, revert) : error;
    }
  }

  async function reasonOnChain({ to, data, valueWei: value, gas }: Offer, receipt: TransactionReceipt) {
    if (receipt.gasUsed >= gas)
      return { errorName: undefined, args: [], text: `out of gas: all ${gas} were used`, isOutOfGas: true };
    try {
      const blockNumber = receipt.blockNumber - 1n;
      await publicClient.call({ account: address, to, data, value, gas, blockNumber });
    } catch (error) {
      const revert = revertOf(error, abi);
      if (revert) return revert;
    }
    const text = "unknown reason: the same call succeeds in the block before";
    return { errorName: undefined, args: [], text };
  }

  return {
    address,
    send: (request) => oneAtATime(() => sendOne(request)),
    recover: () => oneAtATime(recover),
    look: () => turns(engine.see),
    offer: (offers, { stuck }) =>
      turns(async () => {
        const fitting = offers.filter(({ gas }) => gas <= MAX_TRANSACTION_GAS);
        // the flight may be old: transactions were mined, or an awaited one joined
        await engine.bid(fitting, { ...(await engine.see()), stuck });
        for (const offer of offers) requireGasCap(offer);
      }),
    async stop() {
      stopping.abort();
      await sends(async () => {});
    },
  };
}
