// SPDX-License-Identifier: GPL-3.0-or-later
import type { Address, Hex } from "viem";
import type { ChannelKey } from "../client/payments/channel.ts";
import { amountToText, textToAmount } from "../kernel/amountText.ts";

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
    signature: string;
    accepted_ms: number;
    /** When the first voucher came that is not settled yet. */
    unsettled_since_ms: number;
    /** 1 once the channel's close is final. */
    retired: 0 | 1;
  };
};

/** Append only. */
export const voucherMigrations: readonly string[] = [
  `create table voucher (
     channel_id text primary key, payer text not null, payee text not null, token text not null, salt text not null,
     session_key text not null, cumulative text not null, signature text not null, accepted_ms integer not null,
     unsettled_since_ms integer not null, retired integer not null default 0 check (retired in (0, 1)));
   create index voucher_live on voucher (retired) where retired = 0;`,
];

/** A voucher that the sequencer promised to settle. `signature` is 64 bytes (EIP-2098); addresses are lower case. */
export type HeldVoucher = {
  channelId: Hex;
  key: ChannelKey;
  cumulative: bigint;
  signature: Hex;
  acceptedMs: number;
  unsettledSinceMs: number;
};

export function toRow({ channelId, key, cumulative, signature, acceptedMs, unsettledSinceMs }: HeldVoucher) {
  return {
    channel_id: channelId,
    payer: key.payer,
    payee: key.payee,
    token: key.token,
    salt: key.salt.toString(),
    session_key: key.sessionKey,
    cumulative: amountToText(cumulative),
    signature,
    accepted_ms: acceptedMs,
    unsettled_since_ms: unsettledSinceMs,
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
    acceptedMs: row.accepted_ms,
    unsettledSinceMs: row.unsettled_since_ms,
  };
}
