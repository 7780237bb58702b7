// SPDX-License-Identifier: MIT
import type { ReadOptions } from "../chain/defineRead.ts";
import type { WriteOptions } from "../chain/defineWrite.ts";

/** An action's own parameters, without those of every action. */
export type Given<action> = action extends (client: never, parameters: infer all) => unknown
  ? Omit<all, keyof (WriteOptions & ReadOptions)>
  : never;

/** What the event of a write says. */
export type Said<write> = write extends {
  sync: (client: never, parameters: never) => Promise<infer all>;
}
  ? Omit<all, "receipt">
  : never;

/** The answer of a read. */
export type Answered<read> = read extends (client: never, parameters: never) => Promise<infer answer>
  ? answer
  : never;

/** The answer of a client's method, once it has come. */
export type Told<actions, name extends keyof actions> = actions[name] extends (
  ...parameters: never[]
) => infer answer
  ? Awaited<answer>
  : never;
