// SPDX-License-Identifier: MIT
import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

const INPUTS = [{ type: "uint256" }, { type: "address" }, { type: "address" }, { type: "bytes32" }] as const;

/** The id of the committee that an account founds with a salt, equal to `KeyRegistry.committeeIdOf`. */
export function committeeIdOf({ chainId, keyRegistry, owner, salt }: CommitteeName): Hex {
  return keccak256(encodeAbiParameters(INPUTS, [BigInt(chainId), keyRegistry, owner, salt]));
}

/** What the id of a committee is made of. */
export type CommitteeName = { chainId: number; keyRegistry: Address; owner: Address; salt: Hex };
