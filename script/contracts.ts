// SPDX-License-Identifier: GPL-3.0-or-later

/** The contracts that people call, money first. */
export const CONTRACTS = [
  "StreamToken",
  "TokenVesting",
  "TokenDistribution",
  "Staking",
  "PositionToken",
  "StreamingProtocol",
  "StreamPools",
  "PaymentChannels",
  "SplitRollup",
  "ContentRegistry",
  "OperatorRegistry",
  "ContentCourt",
] as const;
