// SPDX-License-Identifier: GPL-3.0-or-later
// Peers that npm does not ship, or that do not build from their npm package. The figures were measured once, from the
// sources at the named commit, by the same rules (whole transaction, cold storage, steady balances); or are the peer's own.
import type { Peer } from "./table.ts";

const MEASURED = "measured 2026-11-22";
const THEIR_OWN = "their own gas report, read 2026-11-22";

export const QUOTED: readonly Peer[] = [
  {
    name: "LlamaPay v1",
    quoted: `${MEASURED} at 90d18e1`,
    compiler: "solc 0.8.19, runs 1,000",
    figures: {
      streamOpen: { gas: 83_147 },
      streamTopUp: { gas: 51_463 },
      streamWithdraw: { gas: 62_327 },
      streamChangeRate: { gas: 76_740 },
      streamCancel: { gas: 110_888, note: "two transactions" },
      streamBatchWithdraw: { gas: 25_607, note: "each of 10" },
    },
  },
  {
    name: "Drips",
    quoted: `${MEASURED} at 07c3924`,
    compiler: "solc 0.8.23, runs 7,700",
    figures: {
      poolCollectOneDay: { gas: 176_955, note: "receive, split and collect: three transactions" },
      poolCollectSevenDays: { gas: 176_955, note: "receive, split and collect: three transactions" },
    },
  },
  {
    name: "Hedgey",
    quoted: `${MEASURED} at e8313c7`,
    compiler: "solc 0.8.19, via-IR, runs 200",
    figures: {
      vestingGrant: { gas: 414_984, note: "cannot express 10 % at launch" },
      vestingRelease: { gas: 69_766 },
      vestingRevoke: { gas: 62_988, note: "does not pay the beneficiary" },
    },
  },
  {
    name: "Sablier Airdrops 3",
    quoted: `${MEASURED} at 67774a1`,
    compiler: "solc 0.8.29, via-IR, runs 60,000",
    figures: {
      merkleInstant: { gas: 73_005, note: "from a contract of its own, deployed for 1,901,455" },
      merkleVesting: { gas: 440_509, note: "claim, then withdraw; from a contract deployed for 2,669,777" },
    },
  },
  {
    name: "Synthetix StakingRewards",
    quoted: `${MEASURED} at 1609d15`,
    compiler: "solc 0.5.16, runs 200",
    figures: {
      stake: { gas: 137_006 },
      stakeReward: { gas: 73_145 },
      stakeWithdraw: { gas: 101_177 },
    },
  },
  {
    name: "x402 batch settlement",
    quoted: `${MEASURED} at 3d73f63`,
    compiler: "solc 0.8.28, runs 200, cancun",
    figures: {
      channelOpen: { gas: 81_453 },
      channelTopUp: { gas: 60_485 },
      channelSettleOne: { gas: 94_581, note: "claim, then settle: two transactions" },
      channelSettleTen: { gas: 23_820, note: "the claims alone; paying them out is another transaction" },
      channelSettleHundred: { gas: 21_402, note: "the claims alone; paying them out is another transaction" },
      channelClose: { gas: 116_493 },
      channelStartClose: { gas: 52_677 },
      channelFinalize: { gas: 50_530 },
    },
  },
  {
    name: "Perun",
    quoted: `${MEASURED} at 88b3ce2`,
    compiler: "solc 0.8.28, runs 200",
    figures: {
      channelOpen: { gas: 64_031, note: "a deposit alone: the channel's terms reach the chain in a dispute" },
      channelTopUp: {
        gas: 46_931,
        note: "a deposit alone: the channel's terms reach the chain in a dispute",
      },
      channelClose: { gas: 271_519, note: "three transactions" },
      channelStartClose: { gas: 108_778 },
      channelFinalize: { gas: 171_902, note: "two transactions" },
    },
  },
  {
    name: "Nitro",
    quoted: THEIR_OWN,
    compiler: "theirs, not named",
    figures: {
      channelOpen: { gas: 69_866, note: "a deposit alone: the channel's terms reach the chain in a dispute" },
      channelOpenEth: {
        gas: 46_496,
        note: "a deposit alone: the channel's terms reach the chain in a dispute",
      },
      channelTopUp: {
        gas: 52_778,
        note: "a deposit alone: the channel's terms reach the chain in a dispute",
      },
      channelClose: { gas: 112_690 },
      channelStartClose: { gas: 113_146 },
      channelFinalize: { gas: 82_026 },
    },
  },
  {
    name: "Raiden",
    quoted: THEIR_OWN,
    compiler: "theirs, not named",
    figures: {
      channelOpen: { gas: 146_956 },
      channelTopUp: { gas: 56_000 },
      channelSettleOne: { gas: 115_142 },
      channelClose: { gas: 112_270 },
      channelStartClose: { gas: 118_501 },
      channelFinalize: { gas: 108_569 },
    },
  },
];
