// SPDX-License-Identifier: GPL-3.0-or-later

// the first that fits: Edge says that it is Chrome, and Chrome that it is Safari
const BROWSERS = [
  ["Edge", /\bEdg(e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(Firefox|FxiOS)\//],
  ["Chrome", /\b(Chrome|CriOS|HeadlessChrome)\//],
  ["Safari", /\bSafari\//],
] as const;
const SYSTEMS = [
  ["iPhone", /\biPhone\b/],
  ["iPad", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows\b/],
  ["Mac", /\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** What a person calls this browser: "Firefox on Windows". */
export function deviceNameOf(userAgent: string): string {
  const first = (known: typeof BROWSERS | typeof SYSTEMS) =>
    known.find(([, sign]) => sign.test(userAgent))?.[0];
  const system = first(SYSTEMS);
  return `${first(BROWSERS) ?? "Browser"}${system ? ` on ${system}` : ""}`;
}
