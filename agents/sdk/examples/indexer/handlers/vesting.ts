// SPDX-License-Identifier: MIT
import { concatHex, keccak256, numberToHex, zeroHash } from "viem";
import type { Handlers } from "../events.ts";
import { change, idOf, read } from "../store.ts";

const LOT_SIZE = 160n;

export const vesting = {
  ScheduleUsed: (store, { args: { schedule, steps } }) =>
    change(store, "schedule", schedule, () => ({ steps: steps.join(",") })),
  Granted: (store, { args: { grantId, ...key } }) => change(store, "grant", grantId, () => key),
  Released: (store, { args: { grantId, amount } }) =>
    change(store, "grant", grantId, ({ released }) => ({ released: released + amount })),
  Revoked: (store, { args: { grantId, paid, refunded } }) =>
    change(store, "grant", grantId, ({ total, released }) => ({
      ...{ total: total - refunded, released: released + paid, isRevoked: true },
    })),
  RevocabilityRenounced: (store, { args: { grantId } }) =>
    change(store, "grant", grantId, () => ({ isRevocable: false })),
  PositionMinted: (store, { args: { grantId } }) =>
    change(store, "grant", grantId, () => ({ isPosition: true })),

  CampaignFunded: (store, { args: { campaignId, terms, root, amount } }) =>
    change(store, "campaign", campaignId, ({ funded }) => ({
      ...{ ...terms, expiresAt: BigInt(terms.expiresAt), root, funded: funded + amount },
    })),
  async LotOpened(store, { args: { campaignId, lot, total } }) {
    await change(store, "campaign", campaignId, ({ reserved }) => ({ reserved: reserved + total }));
    await change(store, "lot", idOf(campaignId, lot), () => ({ campaignId, number: lot, remaining: total }));
  },
  async Redeemed(store, { args: { campaignId, beneficiary, index, amount, grantId, paid } }) {
    await change(store, "lot", idOf(campaignId, index / LOT_SIZE), ({ remaining, redeemed }) => ({
      ...{ remaining: remaining - amount, redeemed: redeemed | (1n << (index % LOT_SIZE)) },
    }));
    if (grantId === zeroHash) return;
    const { granter, token, schedule, isRevocable } = await read(store, "campaign", campaignId);
    const salt = BigInt(keccak256(concatHex([campaignId, numberToHex(index, { size: 32 })])));
    await change(store, "grant", grantId, () => ({
      ...{ beneficiary, granter, token, salt, schedule, isRevocable, total: amount, released: paid },
    }));
  },
  async ClawedBack(store, { args: { campaignId, lots } }) {
    await change(store, "campaign", campaignId, ({ reserved }) => ({ funded: reserved, isClosed: true }));
    for (const number of lots)
      await change(store, "lot", idOf(campaignId, number), () => ({ campaignId, number, remaining: 0n }));
  },
} satisfies Handlers<"TokenVesting">;
