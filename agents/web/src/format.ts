// SPDX-License-Identifier: GPL-3.0-or-later
// Money and time as the page shows them.
import { formatEther } from "viem/utils";

const DECIMALS = 4;

/** An amount in STREAM, at most four decimals, rounded down: nobody is shown more than there is. */
export function amount(wei: bigint): string {
  const [whole = "0", fraction = ""] = formatEther(wei).split(".");
  const kept = fraction.slice(0, DECIMALS).replace(/0+$/, "");
  if (wei > 0n && whole === "0" && kept === "") return "< 0.0001 STREAM";
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return `${grouped}${kept && `.${kept}`} STREAM`;
}

/** A price by the second as a price by the minute: "6 STREAM a minute". */
export function perMinute(ratePerSecondWei: bigint): string {
  return ratePerSecondWei === 0n ? "Free" : `${amount(ratePerSecondWei * 60n)} a minute`;
}

/** "0:05", "12:30", "1:02:03". */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** A duration in words, to one or two units: "5 seconds", "2 minutes 30 seconds", "3 hours". */
export function spoken(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "day"],
    [Math.floor(whole / 3_600) % 24, "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return "0 seconds";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${count === 1 ? "" : "s"}`)
    .join(" ");
}

/** "1.2 MB", in units of a thousand. */
export function bytes(count: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const step = count < 1_000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  return `${step === 0 ? count : (count / 1_000 ** step).toFixed(1)} ${units[step]}`;
}

/** "0x1234…cdef". */
export function short(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}

/** A file's name as a title: "night-train.mp4" is "Night train". */
export function titleOf(name: string): string {
  const bare = name
    .replace(/\.[a-z0-9]{2,4}$/i, "")
    .replace(/[-_]+/g, " ")
    .trim();
  return bare === "" ? name : bare[0]!.toUpperCase() + bare.slice(1);
}
