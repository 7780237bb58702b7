// SPDX-License-Identifier: GPL-3.0-or-later
// What keys do while a work plays. Pure: a press comes in, what to do comes out.

export type KeyAction =
  | { do: "toggle" | "mute" | "fullscreen" | "subtitles" }
  | { do: "jump"; seconds: number }
  | { do: "speed"; step: 1 | -1 }
  /** A part of the work, from 0 to 1. */
  | { do: "go"; share: number };

export type KeyPress = {
  key: string;
  /** With Ctrl, Alt or Meta: the browser's own. */
  isShortcut: boolean;
  /** The name of the focused element, in lower case. */
  element: string;
};

const ACTIONS: Record<string, KeyAction> = {
  " ": { do: "toggle" },
  k: { do: "toggle" },
  m: { do: "mute" },
  f: { do: "fullscreen" },
  c: { do: "subtitles" },
  j: { do: "jump", seconds: -10 },
  l: { do: "jump", seconds: 10 },
  arrowleft: { do: "jump", seconds: -5 },
  arrowright: { do: "jump", seconds: 5 },
  home: { do: "go", share: 0 },
  "<": { do: "speed", step: -1 },
  ">": { do: "speed", step: 1 },
};

/** What the page says of its keys. */
export const KEY_HELP: readonly (readonly [keys: string, what: string])[] = [
  ["k or space", "play and pause"],
  ["j and l", "10 seconds back and on"],
  ["← and →", "5 seconds back and on"],
  ["0 to 9", "go to that tenth of the work"],
  ["< and >", "slower and faster"],
  ["c", "subtitles"],
  ["m", "mute"],
  ["f", "full screen"],
];

/** Elements in which letters are written or searched. */
const WRITING = new Set(["input", "select", "textarea"]);
/** Keys that an element has a use of its own for. */
const OWN: Record<string, RegExp> = {
  video: /^( |arrow.*|home)$/,
  button: /^ $/,
  summary: /^ $/,
  a: /^ $/,
};

/** What a press does; undefined where it is not the page's. */
export function keyAction({ key, isShortcut, element }: KeyPress): KeyAction | undefined {
  const name = key.toLowerCase();
  if (isShortcut || WRITING.has(element) || OWN[element]?.test(name)) return undefined;
  if (/^\d$/.test(name)) return { do: "go", share: Number(name) / 10 };
  return ACTIONS[name];
}
