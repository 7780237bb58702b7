// SPDX-License-Identifier: GPL-3.0-or-later
import { setImmediate } from "node:timers/promises";
import { type Hex, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { TestContext } from "vitest";
import { createLogger } from "../process/log.ts";
import { openStore } from "../store/store.ts";
import type { Offer } from "../tx/bids.ts";
import { createSender } from "../tx/sender.ts";
import { createFakeChain } from "./fakeChain.ts";
import { scratchDir } from "./scratch.ts";

const TO = numberToHex(1, { size: 20 });

/** A sender on a chain in memory, where the test moves the time. */
export async function senderOnFakeChain(t: TestContext) {
  const chain = createFakeChain();
  const account = privateKeyToAccount(generatePrivateKey());
  const store = await openStore(`${scratchDir(t)}/store.db`, []);
  let nowMs = 1_000_000;
  const sleepers: (() => void)[] = [];
  const clock = {
    nowMs: () => nowMs,
    sleep: (_: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        sleepers.push(resolve);
        signal?.addEventListener("abort", () => resolve());
      }),
  };
  const log = createLogger("test", "silent");
  const options = { publicClient: chain.client, account, store, log, clock, bumpAfterMs: 12_000 };
  const sender = createSender(options);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= sender.stop().then(() => store.close());
    return closing;
  };
  t.onTestFinished(close);
  return {
    chain,
    sender,
    /** Ends the sender; the end of the test does so too. */
    close,
    /** A new process on the same store. */
    restart: () => createSender(options),
    send: (data: Hex, gas?: bigint) => sender.send({ to: TO, data, label: `send ${data}`, gas }),
    /** Moves the time without a turn of the engine. */
    wait(ms: number) {
      nowMs += ms;
    },
    /** Lets the waiting senders look again, until `done`. */
    async until(done: () => unknown) {
      while (!done()) {
        for (const wake of sleepers.splice(0)) wake();
        await setImmediate();
      }
    },
    states: async () =>
      (await store.kernel.selectFrom("kernel_transaction").select("state").orderBy("nonce").execute()).map(
        ({ state }) => state,
      ),
  };
}

/** An offer of one call. */
export const offer = (data: Hex, changed: Partial<Offer> = {}): Offer => ({
  to: TO,
  data,
  gas: 50_000n,
  label: `offer ${data}`,
  keys: [data],
  maxFeePerGasWei: 500n * 10n ** 9n,
  bumpPercent: 12.5,
  ...changed,
});

/** Follows a promise without waiting for it. */
export function watch<Result>(promise: Promise<Result>) {
  const seen: { value?: Result; error?: unknown } = {};
  promise.then(
    (value) => Object.assign(seen, { value }),
    (error) => Object.assign(seen, { error }),
  );
  return { seen, isSettled: () => "value" in seen || "error" in seen };
}
