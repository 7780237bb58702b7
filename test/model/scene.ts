// SPDX-License-Identifier: GPL-3.0-or-later
// Who and what there is in a history. HistoryScene.sol sets up the same, in the same order.

export const START = 1_800_000_000;
export const DAY = 86_400;

/** Actors are 0 to 7. All may do everything; the first four mostly watch, the next three mostly are paid. */
export const ACTORS = 8;
/** The actor that is a contract, and may refuse ETH. */
export const WALLET = 6;
/** Payees are the actors, and then these. */
export const SPLITS = [8, 9];
export const PAYEES = 10;
export const PAYEE_ZERO = 10;
export const SPLIT_UNREGISTERED = 11;
/** The actor that stands for no address. */
export const NOBODY = 12;

export const isSplit = (payee: number) => payee >= 8 && payee !== PAYEE_ZERO;

export const STREAM = 0;
/** Of 6 decimals; refuses whom its issuer has blocked. */
export const BLOCKLIST = 1;
/** Keeps a hundredth of what is taken by allowance. */
export const FEE = 2;
/** Of 24 decimals. */
export const HUGE = 3;
export const ETH = 4;
export const TOKENS = 5;
export const DECIMALS = [18, 6, 18, 24, 18];
/** What every actor has of each token at the start, in wei. */
export const FORTUNES = DECIMALS.map((decimals) => 1_000_000n * 10n ** BigInt(decimals));

/** The payee of each content; the content after the last one is not registered. */
export const CONTENT_PAYEES = [4, 5, 8, 3, 4, 9];

/** Who holds tokens beside the actors. */
export const ROLLUP = 8;
export const STREAMS = 9;
export const POOLS = 10;
export const CHANNELS = 11;
export const VESTING = 12;
export const STAKING = 13;
export const HOLDERS = 14;
/** Those that keep {IPayouts.owed} and {IDeposits.prepaid}. */
export const DEPOSITORIES = [STREAMS, POOLS, CHANNELS] as const;
export type Depository = (typeof DEPOSITORIES)[number];

/** Of the split rollup, in wei: 100 proving fees. */
export const LEAST_CREDIT = 10n ** 17n;
export const UINT96_LIMIT = 1n << 96n;
