// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";

/** What a work of the benches is made of: 50 MiB in fragments of 3.75 MB, which nothing compresses. */
export const FRAGMENT_BYTES = 3_750_000;
export const FRAGMENTS = 14;
export const MIB = 1_048_576;

export const newFragments = (): Uint8Array[] =>
  Array.from({ length: FRAGMENTS }, () => new Uint8Array(randomBytes(FRAGMENT_BYTES)));
