// SPDX-License-Identifier: MIT
import {
  type Address,
  bytesToHex,
  encodeAbiParameters,
  getAddress,
  type Hex,
  hexToBytes,
  keccak256,
  size,
  slice,
} from "viem";
import { parametersOf } from "../chain/abiItems.ts";
import { buildLevels, concatBytes, pathOf, rootOf } from "../content/merkle.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";

/** `pathOf`: what an account shows to be let in; undefined for an account that is not on the list. */
export type AllowList = { root: Hex; pathOf(account: Address): Hex[] | undefined };

/**
 * Makes the Merkle tree of a list of accounts. Publish the list beside the work: a viewer's path comes from the whole of it. The
 * tree is that of OpenZeppelin's `StandardMerkleTree.of(accounts, ["address"])`, with another order of the leaves.
 *
 * @throws InvalidInput for an empty list.
 * @example
 * const list = makeAllowList(accounts);
 * await client.access.setDefaultPolicySync({ contentId, policy: allowListPolicy(list) });
 * const evidence = encodeEvidence(allowListPolicy(list), { pathOf: () => list.pathOf(account.address) });
 */
export function makeAllowList(accounts: readonly Address[]): AllowList {
  if (accounts.length === 0) throw new InvalidInput("the list is empty: name at least one account");
  const listed = [...new Set(accounts.map((account) => getAddress(account)))];
  const levels = buildLevels(concatBytes(listed.map((account) => hexToBytes(allowListLeafOf(account)))));
  return {
    root: bytesToHex(rootOf(levels)),
    pathOf(account) {
      const at = listed.indexOf(getAddress(account));
      if (at === -1) return undefined;
      const path = bytesToHex(pathOf(levels, at));
      return Array.from({ length: size(path) / 32 }, (_, step) => slice(path, step * 32, step * 32 + 32));
    },
  };
}

/** @returns The leaf of an account, as `AllowListPolicy.leafOf` has it: hashed twice, so that no node can pass for a leaf. */
export function allowListLeafOf(account: Address): Hex {
  return keccak256(keccak256(encodeAbiParameters(parametersOf("address"), [account])));
}
