// SPDX-License-Identifier: GPL-3.0-or-later

/** Control characters, and those that end a line or turn the direction of what follows. */
const STEERING = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A stranger's text (a title, a URL, a refusal) for a terminal: one line that steers nothing. */
export const printable = (text: string): string => text.replace(STEERING, "?");

/** Several lines of ours that may hold a stranger's text. */
export const printableLines = (text: string): string => text.split("\n").map(printable).join("\n");
