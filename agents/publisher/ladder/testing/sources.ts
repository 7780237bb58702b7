// SPDX-License-Identifier: GPL-3.0-or-later
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const FAST = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"];

/** Makes a media file by ffmpeg, from lavfi sources and files. */
export function makeSource(path: string, inputs: readonly string[], ...options: string[]): string {
  const from = inputs.flatMap((input) => [...(existsSync(input) ? [] : ["-f", "lavfi"]), "-i", input]);
  execFileSync("ffmpeg", ["-v", "error", "-y", ...from, ...FAST, ...options, path]);
  return path;
}

export const picture = (size: string, rate: number | string, seconds: number | string) =>
  `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`;
export const sound = (seconds: number, frequency = 440) => `sine=frequency=${frequency}:duration=${seconds}`;
