// SPDX-License-Identifier: MIT
import { pointAt } from "./curve.ts";

/**
 * A generator whose logarithm nobody knows: its x is SHA-256 of `tributary/v1/generator`, a zero byte and a counter of 4 bytes, for
 * the first counter that gives a point, and its y is even. A test derives it.
 */
export const SECOND_GENERATOR = pointAt({
  x: 0x2aac18a6ee54163c36a69b287f02e31ffec5f5c39532766c6f513296a252aaban,
  y: 0x073b9039980cd54dc60de1214f5776a62f53056f4c7acb61be68ba3289f90c10n,
})!;
