// SPDX-License-Identifier: MIT
import { hexToBigInt, size, slice } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf } from "../store.ts";
import { deposits } from "./deposits.ts";

/** `channelId 32 ‖ settled 12`, for each channel that paid. */
const SUM_BYTES = 44;

export const channels = {
  ...deposits,
  Opened: (store, { args: { channelId, payer, payee, token, salt, sessionKey, windowSec, deposit } }) =>
    change(store, "channel", channelId, () => ({
      ...{ payer, payee, token, salt, sessionKey, deposit, windowSec: BigInt(windowSec) },
    })),
  ToppedUp: (store, { args: { channelId, received } }) =>
    change(store, "channel", channelId, ({ deposit }) => ({ deposit: deposit + received })),
  async Refunded(store, { args: { channelId, amount, nonce } }) {
    await change(store, "channel", channelId, ({ deposit }) => ({ deposit: deposit - amount }));
    await change(store, "usedConsent", idOf(channelId, nonce), () => ({ channelId, nonce }));
  },
  async Settled(store, { args: { sums } }) {
    for (let at = 0; at < size(sums); at += SUM_BYTES) {
      const settled = hexToBigInt(slice(sums, at + 32, at + SUM_BYTES));
      await change(store, "channel", slice(sums, at, at + 32), () => ({ settled }));
    }
  },
  CloseStarted: (store, { args: { channelId, closesAt } }) =>
    change(store, "channel", channelId, () => ({ closesAt: BigInt(closesAt) })),
  Closed: (store, { args: { channelId, settled }, timeSec }) =>
    change(store, "channel", channelId, () => ({ settled, closesAt: timeSec, windowSec: 0n })),
  PasskeySet: (store, { args: { payer, x, y } }) => change(store, "passkey", payer, () => ({ x, y })),
} satisfies Handlers<"PaymentChannels">;
