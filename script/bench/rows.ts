// SPDX-License-Identifier: GPL-3.0-or-later

export const SECTIONS = ["streams", "pools", "vesting", "staking", "channels"] as const;
export type Section = (typeof SECTIONS)[number];

type Row = {
  section: Section;
  operation: string;
  /** The most gas that ours may take; absent where no goal was set. */
  goal?: number;
};

/** The measured operations, one transaction each; "each" divides a batch by its size. Gas is of the whole transaction. */
export const ROWS = {
  streamOpen: { section: "streams", operation: "open a stream with deposit", goal: 72_000 },
  streamTopUp: { section: "streams", operation: "top up", goal: 51_000 },
  streamWithdraw: { section: "streams", operation: "withdraw", goal: 49_000 },
  streamChangeRate: { section: "streams", operation: "change rate and pay accrued", goal: 48_000 },
  streamPause: { section: "streams", operation: "pause", goal: 34_000 },
  streamResume: { section: "streams", operation: "resume", goal: 34_000 },
  streamCancel: { section: "streams", operation: "cancel: pay and refund", goal: 53_000 },
  streamBatchWithdraw: { section: "streams", operation: "batch withdraw, each of 50", goal: 10_500 },

  poolOpen: { section: "pools", operation: "open in a pool", goal: 82_000 },
  poolCollectOneDay: { section: "pools", operation: "collect from 200 viewers, 1 day", goal: 55_000 },
  poolCollectSevenDays: { section: "pools", operation: "collect from 200 viewers, 7 days", goal: 73_000 },

  vestingGrant: { section: "vesting", operation: "grant", goal: 69_000 },
  vestingBatchGrant: { section: "vesting", operation: "batch grant, each of 20", goal: 29_500 },
  vestingRelease: { section: "vesting", operation: "release", goal: 47_000 },
  vestingRevoke: { section: "vesting", operation: "revoke: pay and return" },
  merkleInstant: { section: "vesting", operation: "Merkle instant redemption, depth 16", goal: 59_000 },
  merkleVesting: {
    section: "vesting",
    operation: "Merkle vesting redemption and payout, depth 16",
    goal: 82_000,
  },

  stake: { section: "staking", operation: "stake", goal: 78_000 },
  stakeReward: { section: "staking", operation: "get reward", goal: 58_000 },
  stakeWithdraw: { section: "staking", operation: "withdraw", goal: 64_000 },

  channelOpen: { section: "channels", operation: "open, ERC-20", goal: 69_000 },
  channelOpenEth: { section: "channels", operation: "open, ETH", goal: 50_000 },
  channelOpenPermit: { section: "channels", operation: "open by permit, not the first", goal: 86_000 },
  channelTopUp: { section: "channels", operation: "top up", goal: 49_000 },
  channelSettleOne: { section: "channels", operation: "settle one, paid", goal: 53_000 },
  channelSettleTen: { section: "channels", operation: "settle, each of 10", goal: 15_000 },
  channelSettleHundred: { section: "channels", operation: "settle, each of 100", goal: 11_300 },
  channelClose: { section: "channels", operation: "cooperative close", goal: 58_000 },
  channelStartClose: { section: "channels", operation: "start a close", goal: 31_000 },
  channelFinalize: { section: "channels", operation: "finalize", goal: 43_000 },
} as const satisfies Record<string, Row>;

export type RowId = keyof typeof ROWS;
export const ROW_IDS = Object.keys(ROWS) as RowId[];
export const rowOf = (id: RowId): Row => ROWS[id];

/** Gas of one operation, with a note for the comparison. */
export type Figure = { gas: number; note?: string };
export type Figures = Partial<Record<RowId, Figure>>;

/** One protocol's figures, measured or quoted. */
export type Protocol = {
  name: string;
  /** Compiler and settings. */
  compiler: string;
  figures: Figures;
  /** Operations outside the rows: name and gas. */
  others?: Record<string, number>;
};
