// SPDX-License-Identifier: GPL-3.0-or-later
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Devchain } from "../../localnet/devchain.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { encodeLeafList } from "../../sdk/content/leafList.ts";
import { sampleRenditions } from "../../sdk/content/testing/sampleRenditions.ts";
import { sampleBytes } from "../../sdk/content/testing/sampleWork.ts";
import type { PeerIdentity } from "../../sdk/peers/receiptBook.ts";
import { peopleOf } from "../../sdk/testing/people.ts";
import { registerTree, type SampleContent } from "./publishSample.ts";

/** A new actor, with the key that signs for it. */
export async function newActor(devchain: Devchain): Promise<PeerIdentity> {
  const people = peopleOf(devchain);
  const account = privateKeyToAccount(generatePrivateKey());
  const somebody = await people.somebody();
  const { actor } = await somebody.interaction.registerSync({ key: account.address });
  const { interactionInputs } = people.addresses;
  return { actor, account, chainId: foundry.id, interactionInputs };
}

/** A work of `seconds` fragments of a second, `bytesPerSec` each, on chain and on no edge; and its media. */
export async function playableSample(
  devchain: Devchain,
  seconds: number,
  bytesPerSec: number,
): Promise<SampleContent & { media: readonly Uint8Array[] }> {
  const media = Array.from({ length: seconds }, (_, second) => sampleBytes(bytesPerSec, second));
  const { chunks, tree } = await sampleRenditions([{ plaintexts: media }]);
  const content = await registerTree(devchain, tree);
  return { chunks, tree, leafList: encodeLeafList(tree.leaves), content, media };
}
