// SPDX-License-Identifier: MIT
import { type Hex, numberToHex, sliceHex } from "viem";

/** What a generation hands on: named by its salt alone, since no contract needs to know. */
export type HandOnTerms = {
  /** The committee whose key is handed on. */
  committeeId: Hex;
  /** The epoch that is to begin: one more than the present one. */
  epoch: number;
  /** How many of the last places are of members that deal and leave; their places of the next epoch are empty. */
  leaving: number;
  /** Tells proposals for one epoch apart. */
  attempt: number;
};

/** The salt of a generation whose members hand a key on: 24 bytes of the committee's id, 4 of the epoch, 1 of `leaving`, 3 of `attempt`. */
export const handOnSalt = ({ committeeId, epoch, leaving, attempt }: HandOnTerms): Hex =>
  `${sliceHex(committeeId, 0, 24)}${hex(epoch, 4)}${hex(leaving, 1)}${hex(attempt, 3)}`;

/**
 * What a salt says that its generation hands on, to whoever knows the committees.
 *
 * @returns undefined for a salt that names none of `committeeIds`: the generation is of a new key.
 */
export function handOnTerms(salt: Hex, committeeIds: readonly Hex[]): HandOnTerms | undefined {
  const named = sliceHex(salt, 0, 24).toLowerCase();
  const committeeId = committeeIds.find((id) => id.toLowerCase().startsWith(named));
  if (!committeeId) return undefined;
  const [epoch, leaving, attempt] = [
    sliceHex(salt, 24, 28),
    sliceHex(salt, 28, 29),
    sliceHex(salt, 29, 32),
  ].map(Number) as [number, number, number];
  return { committeeId, epoch, leaving, attempt };
}

const hex = (value: number, size: number) => numberToHex(value, { size }).slice(2);
