// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, erc1155Abi, type Hex, parseAbi } from "viem";
import { REPOSITORY } from "../../localnet/deploy.ts";
import type { Person } from "./cast.ts";
import type { Telling } from "./telling.ts";

/** How many of which token a viewer must hold. */
export const BADGES = { tokenId: 7n, minimum: 2n };

const ARTIFACT = join(REPOSITORY, "out", "Collection.sol", "Collection.json");

/** The maker founds a collection of ERC-1155, and gives one enough of {@link BADGES} and another one too few. @returns The collection. */
export async function giveBadges(
  { chain: { publicClient } }: Telling,
  { maker, enough, tooFew }: Record<"maker" | "enough" | "tooFew", Person>,
): Promise<Address> {
  const { tokenId, minimum } = BADGES;
  const mined = async (hash: Hex) => publicClient.waitForTransactionReceipt({ hash });
  const { contractAddress } = await mined(
    await maker.wallet.deployContract({
      abi: parseAbi(["constructor(uint256 tokenId, uint256 amount)"]),
      bytecode: JSON.parse(readFileSync(ARTIFACT, "utf8")).bytecode.object,
      args: [tokenId, 2n * minimum - 1n],
    }),
  );
  const collection = contractAddress!;
  for (const [{ account }, amount] of [[enough, minimum] as const, [tooFew, minimum - 1n] as const]) {
    const args = [maker.account.address, account.address, tokenId, amount, "0x"] as const;
    await mined(
      await maker.wallet.writeContract({
        ...{ address: collection, abi: erc1155Abi, functionName: "safeTransferFrom", args },
      }),
    );
  }
  return collection;
}
