// SPDX-License-Identifier: GPL-3.0-or-later

/** The order of BN254's scalar field: every value in a circuit is below it. */
export const P = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** `value` modulo {@link P}, never negative. */
export function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}
