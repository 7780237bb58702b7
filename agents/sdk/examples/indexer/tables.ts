// SPDX-License-Identifier: MIT
import type { Hex } from "viem";

/**
 * The columns of each table, beside `id`. Amounts are in wei, times in seconds. A row that was never written is all zero, as the
 * contracts' storage is.
 */
export const TABLES = {
  prepaid: { contract: "hex", owner: "hex", token: "hex", amount: "bigint" },
  owed: { contract: "hex", payee: "hex", token: "hex", amount: "bigint" },

  channel: {
    ...{ payer: "hex", payee: "hex", token: "hex", salt: "bigint", sessionKey: "hex" },
    ...{ deposit: "bigint", settled: "bigint", closesAt: "bigint", windowSec: "bigint" },
  },
  /** By channel and nonce. */
  usedConsent: { channelId: "hex", nonce: "bigint" },
  /** By payer; 0 for none. */
  passkey: { x: "hex", y: "hex" },

  /** By the hash of the key. `rate` and `remainder` have 16 binary places; `since`: see `src/types/Stream.sol`. */
  stream: {
    ...{ contentId: "hex", streamId: "hex", payee: "hex", token: "hex", viewer: "hex" },
    ...{ funds: "bigint", rate: "bigint", remainder: "bigint", since: "bigint", paused: "boolean" },
    ...{ isPosition: "boolean", positionId: "bigint", positionPaid: "bigint" },
  },
  /** `rate` and `accrued` have 16 binary places. */
  pool: { contentId: "hex", payee: "hex", token: "hex", rate: "bigint", accrued: "bigint", since: "bigint" },
  seat: { poolId: "hex", viewer: "hex", rate: "bigint", endsAt: "bigint" },
  /** The rates of a pool's seats that end when a day begins, summed. */
  poolDay: { rate: "bigint" },

  /** Steps as `src/types/VestingSchedule.sol` packs them, with commas between. */
  schedule: { steps: "text" },
  grant: {
    ...{ beneficiary: "hex", token: "hex", granter: "hex", salt: "bigint", schedule: "hex" },
    ...{ total: "bigint", released: "bigint" },
    ...{ isRevocable: "boolean", isRevoked: "boolean", isPosition: "boolean" },
  },
  campaign: {
    ...{ granter: "hex", token: "hex", schedule: "hex", total: "bigint", expiresAt: "bigint" },
    ...{ isRevocable: "boolean", root: "hex", funded: "bigint", reserved: "bigint", isClosed: "boolean" },
  },
  /** By campaign and number; `redeemed`: a bit for each allotment. */
  lot: { campaignId: "hex", number: "bigint", remaining: "bigint", redeemed: "bigint" },

  /** One row. `index`, `carry` and `reserve` in 10^-30 wei; `clock`: see `src/types/Stake.sol`. */
  stakeTotals: {
    ...{ totalStaked: "bigint", index: "bigint", rate: "bigint", updatedAt: "bigint" },
    ...{ clock: "bigint", carry: "bigint", reserve: "bigint" },
  },
  /** The rates that end when a day of the clock begins. */
  stakeDay: { rate: "bigint" },
  /** `announced`: the reward whose event comes next, in wei; else 0. */
  stake: { amount: "bigint", indexPaid: "bigint", announced: "bigint" },
  /** By grant. */
  harvest: { amount: "bigint" },

  /** `revenue`: of batches that were settled, which recipients can claim shares of. */
  split: { tableHash: "bigint", registrant: "hex", credited: "bigint", revenue: "bigint" },
  segment: {
    ...{ openEntries: "bigint", openedAt: "bigint", sealedBatches: "bigint", settledBatches: "bigint" },
  },
  /** `links`: what the proof of the batch needs. `root`: of the segment after the batch; 0 until it is settled. */
  batch: { links: "hex", hash: "hex", root: "bigint" },
  /** By split and position. */
  claim: { split: "bigint", position: "bigint", recipient: "hex", claimed: "bigint" },

  content: {
    ...{ publisher: "hex", payee: "hex", ratePerSecond: "bigint", live: "boolean", generation: "bigint" },
    ...{ leafCount: "bigint", byteCount: "bigint", root: "hex" },
  },
  /** By work and rendition; `policy` 0: the work's default decides. */
  policy: { contentId: "hex", rendition: "bigint", policy: "hex", terms: "hex" },
  /** By work; `policy` 0: nobody. */
  defaultPolicy: { policy: "hex", terms: "hex" },
  /** By viewer and delegate, as last named. */
  delegate: { viewer: "hex", delegate: "hex", series: "bigint", expiresAt: "bigint" },
  /** By viewer: delegates of an earlier series are none. */
  delegateSeries: { series: "bigint" },
  /** By work and edition; `price` 0: not for sale. */
  offer: { contentId: "hex", edition: "bigint", token: "hex", price: "bigint", durationSec: "bigint" },
  /** By work, edition and viewer; 2^40 - 1: for ever. */
  purchase: { contentId: "hex", edition: "bigint", viewer: "hex", endsAt: "bigint" },
  operator: {
    ...{ role: "bigint", region: "hex", endpoint: "text", bond: "bigint", withdrawableAt: "bigint" },
    ...{ slashed: "boolean" },
  },
  /** STREAM. */
  balance: { amount: "bigint" },
  position: { owner: "hex", isRestricted: "boolean" },
} as const satisfies Record<string, Record<string, keyof Values>>;

type Values = { hex: Hex; text: string; bigint: bigint; boolean: boolean };

export type Table = keyof typeof TABLES;
export type Row<table extends Table> = {
  -readonly [column in keyof (typeof TABLES)[table]]: (typeof TABLES)[table][column] extends keyof Values
    ? Values[(typeof TABLES)[table][column]]
    : never;
};

const ZEROS: Values = { hex: "0x", text: "", bigint: 0n, boolean: false };

export function emptyRow<table extends Table>(table: table): Row<table> {
  const columns: [string, keyof Values][] = Object.entries(TABLES[table]);
  return Object.fromEntries(columns.map(([name, kind]) => [name, ZEROS[kind]])) as Row<table>;
}
