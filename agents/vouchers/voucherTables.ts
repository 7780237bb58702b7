// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import { amountToText, textToAmount } from "../kernel/store/amountText.ts";
import type { Migrations } from "../kernel/store/migrate.ts";
import type { ChannelKey } from "../sdk/channels/channel.ts";
import type { RevealedTick } from "../sdk/channels/tickVoucher.ts";
import type { TickTerms } from "./verifyVoucher.ts";

/** The highest voucher of each channel. */
export type VoucherTables = {
  voucher: {
    channel_id: string;
    payer: string;
    payee: string;
    token: string;
    salt: string;
    session_key: string;
    cumulative: string;
    /** The cumulative of the replaced voucher; zero for the first. */
    replaced: string;
    signature: string;
    accepted_ms: number;
    /** Time of the first voucher that is not settled yet. */
    unsettled_since_ms: number;
    /** Root, value and last revealed tick of a voucher with ticks, else null. */
    tick_root: string | null;
    tick_value: string | null;
    tick: string | null;
    tick_count: number | null;
    /** 1 once the channel's close is final. */
    retired: 0 | 1;
  };
  /** The last payment of each poster that named itself, and what the payment added. */
  voucher_posting: {
    channel_id: string;
    posted_by: string;
    payment: string;
    added: string;
    posted_ms: number;
  };
};

// roles append their own statements: a new one goes into a list of its own
export const voucherMigrations: Migrations<VoucherTables> = [
  `create table voucher (
     channel_id text primary key, payer text not null, payee text not null, token text not null, salt text not null,
     session_key text not null, cumulative text not null, replaced text not null, signature text not null,
     accepted_ms bigint not null, unsettled_since_ms bigint not null, tick_root text, tick_value text, tick text,
     tick_count bigint, retired integer not null default 0 check (retired in (0, 1)))`,
  "create index voucher_live on voucher (retired) where retired = 0",
];

/** For a role that answers by poster; after {@link voucherMigrations}. */
export const postingMigrations: Migrations<VoucherTables> = [
  `create table voucher_posting (
     channel_id text not null, posted_by text not null, payment text not null, added text not null,
     posted_ms bigint not null, primary key (channel_id, posted_by))`,
];

/** The signed terms of a voucher's ticks, and the last revealed tick: the root before the first. */
export type HeldTicks = TickTerms & RevealedTick;

/** A voucher held for settlement. `signature` is 64 bytes (EIP-2098); addresses are lower case. */
export type HeldVoucher = {
  channelId: Hex;
  key: ChannelKey;
  /** The channel's debt by this voucher, in wei: the signed cumulative plus the revealed ticks. */
  cumulative: bigint;
  signature: Hex;
  ticks?: HeldTicks | undefined;
  acceptedMs: number;
  unsettledSinceMs: number;
};

/** @returns The signed cumulative: a voucher's debt less its revealed ticks. */
export function signedCumulative({ cumulative, ticks }: Pick<HeldVoucher, "cumulative" | "ticks">): bigint {
  return ticks ? cumulative - ticks.tickValue * BigInt(ticks.count) : cumulative;
}

export function toRow({ channelId, key, ...voucher }: HeldVoucher) {
  const { cumulative, signature, ticks, acceptedMs, unsettledSinceMs } = voucher;
  return {
    channel_id: channelId,
    payer: key.payer,
    payee: key.payee,
    token: key.token,
    salt: key.salt.toString(),
    session_key: key.sessionKey,
    cumulative: amountToText(cumulative),
    replaced: amountToText(0n),
    signature,
    accepted_ms: acceptedMs,
    unsettled_since_ms: unsettledSinceMs,
    tick_root: ticks?.tickRoot ?? null,
    tick_value: ticks ? amountToText(ticks.tickValue) : null,
    tick: ticks?.tick ?? null,
    tick_count: ticks?.count ?? null,
    retired: 0 as const,
  };
}

export function fromRow(row: VoucherTables["voucher"]): HeldVoucher {
  return {
    channelId: row.channel_id as Hex,
    key: {
      payer: row.payer as Address,
      payee: row.payee as Hex,
      token: row.token as Address,
      salt: BigInt(row.salt),
      sessionKey: row.session_key as Address,
    },
    cumulative: textToAmount(row.cumulative),
    signature: row.signature as Hex,
    ...(row.tick_root !== null && {
      ticks: {
        tickRoot: row.tick_root as Hex,
        tickValue: textToAmount(row.tick_value as string),
        tick: row.tick as Hex,
        count: row.tick_count as number,
      },
    }),
    acceptedMs: row.accepted_ms,
    unsettledSinceMs: row.unsettled_since_ms,
  };
}
