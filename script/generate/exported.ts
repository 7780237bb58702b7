// SPDX-License-Identifier: GPL-3.0-or-later

export type Field = { name: string; isOptional: boolean; type: string; about: string };
/** An export: a write, a read, a watch, any other function, a class, a type or a constant. */
export type Exported = {
  name: string;
  /** The folder of agents/sdk that declares it, as `channels`. */
  folder: string;
  kind: "write" | "read" | "watch" | "function" | "class" | "type" | "constant";
  about: string;
  tags: Record<string, string[]>;
  parameters: Field[];
  /** How a function is called, as `seatPrice({ rate, lastDay, timeSec })`; the source of a type; the type of a constant. */
  signature: string;
  /** Fields of the answer, or the answer's type where the answer has no fields of its own. */
  returns: Field[] | string;
};
