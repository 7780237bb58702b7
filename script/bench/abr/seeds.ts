// SPDX-License-Identifier: GPL-3.0-or-later

/** What is watched of a work over each generated network. */
export const WATCHED_SEC = 180;

/** Seeds of generated networks: the ladder's numbers were chosen by the first kind alone, and are judged by the others. */
export const TRAINING = { firstSeed: 1, perShape: 24 };
export const HELD_OUT = { firstSeed: 5_001, perShape: 40 };
/** For a test of each change. */
export const TESTED = { firstSeed: 9_001, perShape: 4 };
