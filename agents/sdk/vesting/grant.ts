// SPDX-License-Identifier: MIT
import {
  type Address,
  concatHex,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  zeroHash,
} from "viem";
import { encodeSchedule, type Schedule } from "./schedule.ts";

/** The key of a grant. `schedule` is {@link scheduleHashOf} of its schedule: zero for the official one. */
export type GrantKey = {
  beneficiary: Address;
  token: Address;
  granter: Address;
  salt: bigint;
  schedule: Hex;
};

/** The contract of a grant: `TokenVesting` on one chain. */
export type VestingContract = { chainId: number; tokenVesting: Address };

const idParameters = [
  { type: "uint256" },
  { type: "address" },
  { type: "address" },
  { type: "address" },
  { type: "address" },
  { type: "uint256" },
  { type: "bytes32" },
] as const;

/** @returns The id that names the grant on this chain and contract only. */
export function grantIdOf({ chainId, tokenVesting, key }: VestingContract & { key: GrantKey }): Hex {
  const { beneficiary, token, granter, salt, schedule } = key;
  return keccak256(
    encodeAbiParameters(idParameters, [
      ...([BigInt(chainId), tokenVesting] as const),
      ...([beneficiary, token, granter, salt, schedule] as const),
    ]),
  );
}

/** @returns The hash of a schedule in keys and terms: zero for no steps, the official schedule. */
export function scheduleHashOf(schedule: Schedule = []): Hex {
  if (schedule.length === 0) return zeroHash;
  return keccak256(concatHex(encodeSchedule(schedule).map((step) => numberToHex(step, { size: 32 }))));
}
