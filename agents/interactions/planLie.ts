// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, numberToHex } from "viem";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { UserError } from "../kernel/process/errors.ts";
import { interactionInputsAbi } from "../sdk/abis.generated.ts";
import { foundry } from "../sdk/chain/foundry.ts";
import type { AssertStateParameters } from "../sdk/interactions/assertions.ts";
import { readInteractions } from "./readInteractions.ts";

/**
 * For a drill: an assertion of the newest posting that is wrong in one bit of its last root. Whoever makes it loses half the bond to who shows
 * that, and the other half is burned.
 *
 * @throws UserError where no posting waits for its final state, and on any chain but a local one.
 */
export async function planLie(
  chain: Pick<
    ChainConnection<"InteractionInputs" | "InteractionRollup">,
    "publicClient" | "chainId" | "deployment"
  >,
): Promise<AssertStateParameters> {
  if (chain.chainId !== foundry.id)
    throw new UserError(
      `On chain ${chain.chainId} a false assertion is an attack.`,
      `Drill on a local chain, of id ${foundry.id}: npm start runs one.`,
    );
  const { replayed, terms } = await readInteractions(chain);
  const truth = replayed.open.at(-1);
  if (!truth)
    throw new UserError(
      "No posting waits for its final state, so nothing can be asserted.",
      "Send an operation through a sequencer first, then try again within the window.",
    );
  const { number, rootBefore, roots } = truth;
  const { deployment, publicClient } = chain;
  const [posted] = await publicClient.getContractEvents({
    ...{ address: deployment.contracts.InteractionInputs, abi: interactionInputsAbi },
    ...{ eventName: "InputsPosted", args: { number }, fromBlock: deployment.startBlock, strict: true },
  });
  const lie = [...roots.slice(0, -1), flipped(roots.at(-1)!)];
  return { number, posting: posted!.args.posting, rootBefore, roots: lie, bondWei: terms.bondWei };
}

const flipped = (root: Hex): Hex => numberToHex(BigInt(root) ^ 1n, { size: 32 });
