// SPDX-License-Identifier: GPL-3.0-or-later
import {
  type Address,
  concatHex,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  toFunctionSelector,
  toHex,
} from "viem";
import type { Anvil } from "../../localnet/anvil.ts";

export const PINGER: Address = "0x00000000000000000000000000000000000091e6";

/** A contract for tests: its call data is one number; it emits Ping(number), and refuses zero with Refused(42). */
export const pingerAbi = parseAbi(["event Ping(uint256 number)", "error Refused(uint256 code)"]);

/** Puts the pinger's code on a development chain. */
export async function placePinger(anvil: Anvil): Promise<void> {
  await anvil.client.setCode({ address: PINGER, bytecode: PINGER_CODE });
}

/** Call data for one ping. */
export const ping = (number: bigint): Hex => numberToHex(number, { size: 32 });

const PINGER_CODE = concatHex([
  "0x5f3580", // number number
  "0x15602f57", // if zero, jump to 0x2f
  "0x5f52", // memory[0] = number
  "0x7f",
  keccak256(toHex("Ping(uint256)")),
  "0x60205fa1", // log1(0, 32, topic)
  "0x00",
  "0x5b63", // 0x2f:
  toFunctionSelector("Refused(uint256)"),
  "0x60e01b5f52", // memory[0] = selector
  "0x602a600452", // memory[4] = 42
  "0x60245ffd", // revert(0, 36)
]);
