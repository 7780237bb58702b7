// SPDX-License-Identifier: GPL-3.0-or-later
import type { Logger } from "../kernel/process/log.ts";

/** Says that the voucher of a channel is damaged on disk: nobody can settle it from here. */
export const reportDamaged = (log: Logger) => (channelId: string, error: unknown) =>
  log.error(
    { channelId, err: error },
    "voucher damaged on disk, its channel left out: restore the file from a backup, or ask the payer for the voucher",
  );
