// SPDX-License-Identifier: GPL-3.0-or-later

/** The second that a link begins at: `?t=90`, `?t=90s`, `?t=1m30s` or `?t=1:30`; 0 for any other, and beyond the end. */
export function startAt(search: string, durationSec: number): number {
  const text = new URLSearchParams(search).get("t") ?? "";
  const [, h, m, s] =
    /^(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,7})s?)?$/.exec(text) ??
    /^(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2})$/.exec(text) ??
    [];
  const seconds = Number(h ?? 0) * 3_600 + Number(m ?? 0) * 60 + Number(s ?? 0);
  return seconds < durationSec ? seconds : 0;
}
