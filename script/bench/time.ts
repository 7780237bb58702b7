// SPDX-License-Identifier: GPL-3.0-or-later

/** In seconds. */
export const DAY = 86_400;
/** In seconds: of the vesting schedule, 365 days / 12. */
export const MONTH = (365 * DAY) / 12;
