// SPDX-License-Identifier: GPL-3.0-or-later
import { EPOCH_SEC, epochOf } from "../../sdk/content/holding.ts";

/** The marks are looked at once a second, and the clocks of chain and disk may differ by more. */
const SLACK_SEC = 60;
/** A promise is good to the end of the next epoch, and a demand may be answered to the end of the one after. */
const EPOCHS_BOUND = 3n;

/** The second from which a work that was dropped at `sinceSec` may go: no promise of it binds the edge any more. Pure. */
export const freeAtSec = (sinceSec: number): number =>
  Number(epochOf(sinceSec + SLACK_SEC) + EPOCHS_BOUND) * EPOCH_SEC;
