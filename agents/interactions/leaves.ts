// SPDX-License-Identifier: GPL-3.0-or-later
import type { LeafKey } from "../sdk/interactions/leaves.ts";

/** The state, as execution sees it. A leaf that is not there reads as 0. */
export type Leaves = {
  get(key: LeafKey): bigint;
  set(key: LeafKey, value: bigint): void;
};
