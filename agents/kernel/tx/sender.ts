// SPDX-License-Identifier: GPL-3.0-or-later
import type { Abi, Address, Hex, TransactionReceipt } from "viem";
import { RevertError, revertOf } from "../chain/revert.ts";
import { systemClock } from "../process/clock.ts";
import { TryAgainError } from "../process/errors.ts";
import { createQueue } from "../process/queue.ts";
import type { Offer } from "./bids.ts";
import { createEngine, type EngineOptions, type Fate, type Flight } from "./engine.ts";
import { MAX_TRANSACTION_GAS, requireGasCap } from "./txErrors.ts";

export type SenderOptions = EngineOptions & {
  /** The custom errors by which reverts are explained. */
  abi?: Abi;
};

export type SendRequest = {
  to: Address;
  data: Hex;
  /** Wei of ether. */
  value?: bigint;
  /** What people call this transaction, in logs and errors. */
  label: string;
  /** Gas limit. Skips the estimate, and with it the check that the transaction would succeed. */
  gas?: bigint;
};

export type Sender = {
  address: Address;
  /**
   * Sends a transaction and waits until it is mined; calls queue up and are served one at a time, in order.
   * Throws RevertError (before it is sent, or on chain), UserError (no funds; too much gas; the account is used
   * elsewhere) and TryAgainError (gas above the cap; stopped while waiting: the journal has it, and the next start
   * takes it up).
   */
  send(request: SendRequest): Promise<TransactionReceipt>;
  /**
   * Brings what an earlier process left open, and what a reorg dropped, to its end. Call it before looking at the chain
   * to decide anything, or the same thing may be decided twice; `send` does it too.
   */
  recover(): Promise<void>;
  /** For roles with deadlines: what became of what was sent. Call it before looking at the chain to decide. */
  look(): Promise<Flight>;
  /**
   * Bids for `offers`, the most urgent first, and does not wait. An offer under way need not be made again unless the
   * flight is stuck; then all that is still wanted is. Throws a GasCapError when the others are placed.
   */
  offer(offers: readonly Offer[], flight: Flight): Promise<void>;
  /** Lets go of the transaction that is being waited for, and of those that queue. */
  stop(): Promise<void>;
};

/** The one owner of an account's nonces: nothing else may send from this account while it runs. */
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

  /** Takes turns until `isDone`. Trouble with the RPC ends it as long as `mayFail`, and is borne from then on. */
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
          "cannot see to a transaction, will retry",
        );
      }
      await clock.sleep(publicClient.pollingInterval * 2 ** Math.min(troubles, 5), signal);
    }
    throw new TryAgainError(`Stopped before "${label}" was mined.`, "The next start takes it up.");
  }

  /** Waits for all that must not be mined twice and that nobody waits for. */
  async function recover(): Promise<void> {
    let hasBegun = false;
    const isDone = ({ unseen, pending }: Flight) => {
      hasBegun = true;
      // what stands behind an empty nonce waits for the next offer, which fills it
      return (
        unseen === 0 &&
        (!pending[0]?.entry || pending.every(({ offer }) => offer && offer.nonce === undefined))
      );
    };
    return see("what was left open", isDone, () => !hasBegun);
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
      const revert = revertOf(error, abi);
      throw revert ? new RevertError(label, revert) : error;
    }
  }

  async function reasonOnChain({ to, data, valueWei: value, gas }: Offer, receipt: TransactionReceipt) {
    try {
      const blockNumber = receipt.blockNumber - 1n;
      await publicClient.call({ account: address, to, data, value, gas, blockNumber });
    } catch (error) {
      const revert = revertOf(error, abi);
      if (revert) return revert;
    }
    const text = "the reason cannot be told; in the block before it would have passed";
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
        // what was seen before may have been mined, or joined by a transaction that is waited for
        await engine.bid(fitting, { ...(await engine.see()), stuck });
        for (const offer of offers) requireGasCap(offer);
      }),
    async stop() {
      stopping.abort();
      await sends(async () => {});
    },
  };
}
