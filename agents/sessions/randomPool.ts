// SPDX-License-Identifier: GPL-3.0-or-later
import { randomFillSync } from "node:crypto";

const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Random bytes of the system's, fetched 4,096 at a time: each fetch costs as much as that many bytes. */
export function randomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  // what was handed out is kept nowhere else
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}
