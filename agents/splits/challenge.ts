// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import { mod, P } from "./field.ts";
import type { Credit } from "./segment.ts";

/** The terms of a settlement: a proof for any other terms is refused. */
export interface Settlement {
  chainId: bigint;
  rollup: Address;
  segment: bigint;
  /** Number of the batch in its segment. */
  batch: bigint;
  /** Takes the proving fees. */
  beneficiary: Address;
  oldRoot: bigint;
  newRoot: bigint;
  batchHash: Hex;
}

const SETTLEMENT = parseAbiParameters(
  "uint256 chainId, address rollup, uint64 segment, uint64 batch, address beneficiary, uint256 oldRoot, uint256 newRoot, bytes32 batchHash",
);
const ROLLUP = parseAbiParameters("uint256 chainId, address rollup");

/** The point at which a settlement's changes are compared, drawn from all terms of the settlement. */
export function challenge(s: Settlement): bigint {
  const bound = [
    s.chainId,
    s.rollup,
    s.segment,
    s.batch,
    s.beneficiary,
    s.oldRoot,
    s.newRoot,
    s.batchHash,
  ] as const;
  return mod(BigInt(keccak256(encodeAbiParameters(SETTLEMENT, bound))));
}

/** Σ amount × x^(slot + 1) over the credits, in the field. */
export function fingerprint(credits: readonly Credit[], x: bigint): bigint {
  const powers = [1n];
  return credits.reduce((sum, { slot, amountWei }) => {
    while (powers.length <= slot + 1) powers.push((powers.at(-1)! * x) % P);
    return (sum + amountWei * powers[slot + 1]!) % P;
  }, 0n);
}

/** A split's number together with its chain and contract, so that a claim is good nowhere else: 192 bits. */
export function splitScope(chainId: bigint, rollup: Address, splitId: bigint): bigint {
  const scope = BigInt(keccak256(encodeAbiParameters(ROLLUP, [chainId, rollup]))) >> 128n;
  return (scope << 64n) | splitId;
}
