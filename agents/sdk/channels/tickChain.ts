// SPDX-License-Identifier: MIT
import { bytesToHex, type Hex, keccak256 } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";

/** The most ticks that a voucher can carry. */
export const MAXIMUM_TICKS = 64;

/** The ticks of one voucher: `ticks[0]` is the signed root, and each tick hashes to the one before. */
export type TickChain = readonly [Hex, ...Hex[]];

/**
 * Makes the ticks of a voucher. Keep the ticks secret: tick k pays its finder k ticks, and nobody can guess the next.
 *
 * @param count The number of ticks, 1 to 64.
 * @param seed The last tick; random by default.
 * @example
 * const ticks = makeTickChain();
 * const voucher = await signTickVoucher({ ...contract, key, cumulative, tickRoot: ticks[0], tickValue, sessionAccount });
 * reveal(ticks[1]); // pays one tickValue
 */
export function makeTickChain(count = MAXIMUM_TICKS, seed: Hex = randomWord()): TickChain {
  assertTicks(count);
  if (count === 0) throw new InvalidInput("a chain without ticks pays nothing");
  let tick = seed;
  const reversed = [tick];
  for (let i = 0; i < count; i++) {
    tick = keccak256(tick);
    reversed.push(tick);
  }
  return reversed.reverse() as [Hex, ...Hex[]];
}

/** @returns `tick`, hashed `count` times. */
export function rootOfTick(tick: Hex, count: number): Hex {
  assertTicks(count);
  let root = tick;
  for (let i = 0; i < count; i++) root = keccak256(root);
  return root;
}

function assertTicks(count: number): void {
  if (Number.isInteger(count) && count >= 0 && count <= MAXIMUM_TICKS) return;
  throw new InvalidInput(`a voucher carries 0 to ${MAXIMUM_TICKS} ticks, not ${count}`);
}

const randomWord = () => bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
