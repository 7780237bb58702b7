// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, zeroAddress } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { getCommitteeOf } from "../sdk/committees/getCommittee.ts";
import type { SealTo } from "../sdk/publishing/sealManifest.ts";

/** The public key of a committee, from the chain: all that sealing needs. Throws a UserError for an unknown committee. */
export async function committeeToSealTo(
  {
    publicClient,
    chainId,
    deployment,
  }: Pick<ChainConnection<"KeyRegistry">, "publicClient" | "chainId" | "deployment">,
  committeeId: Hex,
): Promise<SealTo> {
  const keyRegistry = deployment.contracts.KeyRegistry;
  const { owner, publicKey } = await getCommitteeOf(publicClient, { committeeId, keyRegistry });
  if (owner === zeroAddress)
    throw new UserError(
      `There is no committee ${committeeId} on chain ${chainId}.`,
      "Check its id, and that --rpc-url is of its chain.",
    );
  return { id: committeeId, publicKey };
}
