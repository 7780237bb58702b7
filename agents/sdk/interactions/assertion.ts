// SPDX-License-Identifier: MIT
import { type Address, concatHex, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { InvalidInput } from "../errors/InvalidInput.ts";

/** A bonded claim of the state after a posting. */
export type Assertion = {
  /** The posting's number, from 0. */
  posting: bigint;
  /** The root after the posting before; zero for the first. */
  rootBefore: Hex;
  rootAfter: Hex;
  /** The hash of the roots after each stride, of which `rootAfter` is the last. */
  rootsHash: Hex;
};

/** What opens the state that a stride touches. */
export type Evidence = {
  /** The values of the leaves that the stride reads, in the order of their first reading. */
  values: readonly bigint[];
  /** Shows these values under the root before the stride. */
  witness: Hex;
};

/** What became of an assertion. One that was reaped is `falsified` too; of one that is `paid`, nothing is owed any more. */
export const VERDICTS = ["none", "pending", "confirmed", "falsified", "paid"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An assertion by its id. */
export type AssertionStatus = {
  verdict: Verdict;
  /** Who has the bond; once it is false, the reward. */
  holder: Address;
  /** When it was made, in seconds; once it is false, when the holder committed to that. */
  since: number;
};

const assertionParameters = [
  { type: "uint64" },
  { type: "bytes32" },
  { type: "bytes32" },
  { type: "bytes32" },
] as const;
const commitmentParameters = [
  { type: "bytes32" },
  { type: "uint256" },
  { type: "address" },
  { type: "bytes32" },
] as const;

/** What `watchAsserted` and `assertState` say of an assertion. */
export type AssertionOfParameters = { posting: bigint; rootBefore: Hex; roots: readonly Hex[] };

/** @returns The assertion that has these roots after the strides of a posting. */
export function assertionOf({ posting, rootBefore, roots }: AssertionOfParameters): Assertion {
  const rootAfter = roots.at(-1);
  if (rootAfter === undefined)
    throw new InvalidInput("an assertion has a root for each stride, one at least");
  return { posting, rootBefore, rootAfter, rootsHash: keccak256(concatHex(roots)) };
}

/** @returns The assertion's id, which events and views name it by. */
export function assertionIdOf({ posting, rootBefore, rootAfter, rootsHash }: Assertion): Hex {
  return keccak256(encodeAbiParameters(assertionParameters, [posting, rootBefore, rootAfter, rootsHash]));
}

export type FalsehoodCommitmentParameters = {
  /** Of the assertion that is false. */
  id: Hex;
  /** The stride that shows it. */
  stride: bigint;
  /** Who commits, and takes the reward. */
  prover: Address;
  /** 32 random bytes, which the prover keeps. */
  salt: Hex;
};

/** @returns What `commit` takes before a falsehood is shown. */
export function falsehoodCommitmentOf({ id, stride, prover, salt }: FalsehoodCommitmentParameters): Hex {
  return keccak256(encodeAbiParameters(commitmentParameters, [id, stride, prover, salt]));
}
