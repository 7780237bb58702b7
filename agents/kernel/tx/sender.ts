// SPDX-License-Identifier: GPL-3.0-or-later
import type { Abi, Address, Hex, LocalAccount, TransactionReceipt } from "viem";
import type { ChainClient } from "../chain/chain.ts";
import { RevertError, revertOf } from "../chain/revert.ts";
import { type Clock, systemClock } from "../process/clock.ts";
import { TryAgainError, UserError } from "../process/errors.ts";
import type { Logger } from "../process/log.ts";
import type { Metrics } from "../process/metrics.ts";
import type { KernelStore } from "../store/store.ts";
import { AccountUsedElsewhereError, createSettler, RefusedError } from "./confirmer.ts";
import { firstFees } from "./fees.ts";
import { type JournalEntry, openJournal } from "./journal.ts";

export type SenderOptions = {
  publicClient: ChainClient;
  account: LocalAccount;
  store: KernelStore;
  log: Logger;
  /** The custom errors by which reverts are explained. */
  abi?: Abi;
  metrics?: Metrics;
  clock?: Clock;
  /** A transaction that is not mined after this long is replaced by one that pays more. */
  bumpAfterMs?: number;
  /** By how much more, in percent; at least 12.5, or nodes refuse it. */
  bumpPercent?: number;
  /** Never offers more than this per gas. */
  maxFeePerGasWei?: bigint;
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
   * Throws RevertError (before it is sent, or on chain), UserError (no funds; the account is used elsewhere) and
   * TryAgainError (gas above the cap; stopped while waiting: the journal has it, and the next start takes it up).
   */
  send(request: SendRequest): Promise<TransactionReceipt>;
  /**
   * Brings what an earlier process left open, and what a reorg dropped, to its end. Call it before looking at the chain
   * to decide anything, or the same thing may be decided twice; `send` does it too.
   */
  recover(): Promise<void>;
  /** Lets go of the transaction that is being waited for, and of those that queue. */
  stop(): Promise<void>;
};

/** The one owner of an account's nonces: nothing else may send from this account while it runs. */
export function createSender(options: SenderOptions): Sender {
  const { publicClient, account, log, abi = [], clock = systemClock } = options;
  const { bumpAfterMs = 30_000, bumpPercent = 12.5, maxFeePerGasWei = 500_000_000_000n } = options;
  if (bumpPercent < 12.5) throw new RangeError(`bumpPercent is ${bumpPercent}; nodes refuse less than 12.5`);
  const { address } = account;
  const journal = openJournal(options.store.kernel, address);
  const stopping = new AbortController();
  const mined = options.metrics?.counter("transactions_total", "Transactions mined", ["status"]);
  const gasUsed = options.metrics?.counter("transaction_gas_total", "Gas used by mined transactions");
  const settler = createSettler({
    publicClient,
    account,
    journal,
    log,
    clock,
    bumpAfterMs,
    bumpPercent,
    maxFeePerGasWei,
    signal: stopping.signal,
    bumps: options.metrics?.counter("transaction_bumps_total", "Transactions replaced by one that pays more"),
  });
  let queue: Promise<unknown> = Promise.resolve();
  let expectedNonce: number | undefined;

  function oneAtATime<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = queue.then(() => {
      if (stopping.signal.aborted) throw new TryAgainError("The sender has been stopped.");
      return work();
    });
    queue = result.catch(() => {});
    return result;
  }

  async function recover(): Promise<void> {
    await journal.reopenFrom(await publicClient.getTransactionCount({ address }));
    for (const entry of await journal.open()) {
      log.info({ label: entry.label, nonce: entry.nonce }, "taking up a transaction that was left open");
      try {
        const receipt = await settle(entry);
        if (receipt.status === "reverted")
          log.warn({ label: entry.label, tx: receipt.transactionHash }, "reverted");
      } catch (error) {
        // nobody waits for these any more: the role looks at the chain and decides anew
        if (!(error instanceof RefusedError || error instanceof AccountUsedElsewhereError)) throw error;
        log.warn({ label: entry.label, err: error }, "it will never be mined");
      }
    }
  }

  async function sendOne(request: SendRequest): Promise<TransactionReceipt> {
    await recover();
    const { to, data, label, value: valueWei = 0n } = request;
    const gas = request.gas ?? (await estimateGas(request));
    const fees = firstFees(await settler.marketFees(), maxFeePerGasWei);
    await requireFunds(gas * fees.maxFeePerGas + valueWei);
    const entry: JournalEntry = { nonce: await nextNonce(), label, to, data, valueWei, gas };
    await journal.add(entry, await settler.sign(entry, fees), clock.nowMs());
    const receipt = await settle(entry);
    if (receipt.status === "success") return receipt;
    throw new RevertError(label, await reasonOnChain(entry, receipt), receipt.transactionHash);
  }

  async function settle(entry: JournalEntry): Promise<TransactionReceipt> {
    expectedNonce = entry.nonce + 1;
    const receipt = await settler.settle(entry);
    mined?.inc({ status: receipt.status });
    gasUsed?.inc(Number(receipt.gasUsed));
    log.debug({ label: entry.label, tx: receipt.transactionHash, gas: receipt.gasUsed }, "mined");
    return receipt;
  }

  async function estimateGas({ to, data, value, label }: SendRequest): Promise<bigint> {
    try {
      const gas = await publicClient.estimateGas({ account: address, to, data, value });
      // a fifth more, for state that changes until it is mined
      return (gas * 6n) / 5n;
    } catch (error) {
      const revert = revertOf(error, abi);
      throw revert ? new RevertError(label, revert) : error;
    }
  }

  async function requireFunds(neededWei: bigint): Promise<void> {
    const balanceWei = await publicClient.getBalance({ address });
    if (balanceWei >= neededWei) return;
    throw new UserError(
      `${address} holds ${balanceWei} wei of ether, and this transaction may cost ${neededWei}.`,
      "Send it some ether, then try again.",
    );
  }

  async function nextNonce(): Promise<number> {
    const [used, withPending, last] = await Promise.all([
      publicClient.getTransactionCount({ address }),
      publicClient.getTransactionCount({ address, blockTag: "pending" }),
      journal.lastNonce(),
    ]);
    // the node is behind our own journal
    if (last !== undefined && used <= last) return last + 1;
    const taken = expectedNonce !== undefined && used > expectedNonce;
    // said once: whoever it was may be done
    expectedNonce = used;
    if (taken || withPending > used) throw new AccountUsedElsewhereError(address, taken ? used - 1 : used);
    return used;
  }

  async function reasonOnChain({ to, data, valueWei, gas }: JournalEntry, receipt: TransactionReceipt) {
    try {
      const blockNumber = receipt.blockNumber - 1n;
      await publicClient.call({ account: address, to, data, value: valueWei, gas, blockNumber });
    } catch (error) {
      const revert = revertOf(error, abi);
      if (revert) return revert;
    }
    return {
      errorName: undefined,
      args: [],
      text: "the reason cannot be told; in the block before it would have passed",
    };
  }

  return {
    address,
    send: (request) => oneAtATime(() => sendOne(request)),
    recover: () => oneAtATime(recover),
    async stop() {
      stopping.abort();
      await queue;
    },
  };
}
