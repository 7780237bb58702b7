// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { decodeFunctionData, type Hex, numberToHex, type TransactionReceipt } from "viem";
import { test } from "vitest";
import { createLogger } from "../kernel/process/log.ts";
import { createMetrics } from "../kernel/process/metrics.ts";
import type { SendRequest } from "../kernel/tx/sender.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import type { Channel } from "../sdk/channels/channel.ts";
import type { HeldVoucher } from "../vouchers/voucherTables.ts";
import { sequencerMetrics } from "./metrics.ts";
import { createSettler, type SettlerOptions } from "./settler.ts";

const id = (n: number) => numberToHex(n, { size: 32 });
const address = (n: number) => numberToHex(n, { size: 20 });

/** A voucher over 5 wei to payee `n`, and its open channel. */
const held = (n: number): HeldVoucher => ({
  channelId: id(n),
  key: { payer: address(n), payee: id(n), token: address(99), salt: 0n, sessionKey: address(n) },
  cumulative: 5n,
  signature: numberToHex(0, { size: 64 }),
  acceptedMs: 0,
  unsettledSinceMs: 0,
});

/** A settler over a chain that `onSend` changes, and the payees in the order of their transactions. */
function setUp(payees: readonly number[], onSend: (payee: number, channels: Map<Hex, Channel>) => void) {
  const channels = new Map<Hex, Channel>(
    payees.map((n) => [id(n), { deposit: 9n, settled: 0n, closesAt: 0, windowSec: 900 }]),
  );
  const sent: number[] = [];
  async function send({ data }: SendRequest) {
    const { args } = decodeFunctionData({ abi: paymentChannelsAbi, data });
    const payee = Number(args![0]);
    sent.push(payee);
    onSend(payee, channels);
    channels.set(id(payee), { ...channels.get(id(payee))!, settled: 5n });
    return { blockNumber: 1n, transactionHash: id(0) } as TransactionReceipt;
  }
  const options = {
    paymentChannels: address(98),
    rules: { settleIdleSec: 0, settleAfterSec: 0, settleMinimumWei: 0n, settleMaxRows: 9, profit: undefined },
    head: { known: async () => ({ gasLimit: 30_000_000n, baseFeeWei: 1n }) },
    view: { look: async () => {}, seenBlock: () => 1n },
    channels: { latest: () => channels },
    vouchers: { live: async () => payees.map(held) },
    sender: { send, recover: async () => {} },
    metrics: sequencerMetrics(createMetrics("test")),
    log: createLogger("test", "silent"),
    nowMs: () => 1_000,
  } as unknown as SettlerOptions;
  return { settle: createSettler(options), sent };
}

test("a channel that begins to close while another payee is settled goes before all that can wait", async () => {
  const { settle, sent } = setUp([1, 2, 3, 4], (payee, channels) => {
    if (payee === 1) channels.set(id(4), { ...channels.get(id(4))!, closesAt: 500 });
  });
  await settle({});
  assert.deepEqual(sent, [1, 4, 2, 3]);
});

test("a payee whose settlement fails is tried once a look, and holds up nobody", async () => {
  const { settle, sent } = setUp([1, 2, 3], (payee) => {
    if (payee === 1) throw new Error("reverted");
  });
  await assert.rejects(settle({}), /reverted/);
  assert.deepEqual(sent, [1, 2, 3]);
});
