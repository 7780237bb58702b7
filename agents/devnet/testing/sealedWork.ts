// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type Hex, pad, parseEther } from "viem";
import { connectChain } from "../../kernel/chain/chain.ts";
import { type Actor, dealTo, handOut, newActor } from "../../keyholder/testing/meteredWork.ts";
import { startTestKeyholder } from "../../keyholder/testing/startTestKeyholder.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import type { Scope } from "../../localnet/scope.ts";
import { committeeToSealTo } from "../../publisher/committeeToSealTo.ts";
import { openMediaFile } from "../../publisher/mediaFile.ts";
import { publishMedia } from "../../publisher/publish.ts";
import { contentRegistryAbi } from "../../sdk/abis.generated.ts";
import type { AccessTerms } from "../../sdk/access/terms.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { creatorSecret } from "../../sdk/encryption/creatorKeys.ts";
import { withSender } from "../../wallet/wallet.ts";
import { bySeconds } from "../story/bySeconds.ts";

/** How a committee is made up: by default, of one key node. */
export type CommitteeMakeup = { threshold: number; nodes: readonly { faultShare?: boolean }[] };

/** Starts key nodes, and founds their committee. */
export async function startCommittee(
  t: Scope,
  devchain: Devchain,
  { threshold, nodes: drills }: CommitteeMakeup = { threshold: 1, nodes: [{}] },
) {
  const nodes: Awaited<ReturnType<typeof startTestKeyholder>>[] = [];
  // one funder's nonces go in order
  for (const drill of drills) nodes.push(await startTestKeyholder(t, devchain, drill));
  const dealer = await newActor(devchain);
  const memberKeys = nodes.map(({ memberKey }) => memberKey);
  const dealt = await dealTo(devchain, dealer, { threshold, memberKeys });
  await handOut(dealt, nodes);
  return { nodes, committeeId: dealt.committeeId };
}

/** Publishes a clip in key periods of a second, sealed to a committee. `setPolicy` says who gets the keys. */
export async function publishSealedClip(
  devchain: Devchain,
  file: string,
  { committeeId, edges, rate }: { committeeId: Hex; edges: readonly Edge[]; rate: string },
): Promise<{ contentId: Hex; setPolicy(policy: AccessTerms): Promise<unknown> }> {
  const publisher: Actor = await newActor(devchain);
  const { account, client } = publisher;
  const { rpcUrl, deployment, directory } = devchain;
  const contracts = ["ContentRegistry", "KeyRegistry"] as const;
  const chain = await connectChain({ rpcUrl, contracts, deploymentPath: deployment.path });
  const committee = await committeeToSealTo(chain, committeeId);
  const opened = await openMediaFile(file, { encryption: "aes-256-gcm", title: "Sealed" });
  try {
    const secret = await creatorSecret((message) => account.signMessage({ message }));
    const terms = { secret, committee, payee: pad(account.address), ratePerSecondWei: parseEther(rate) };
    const wallet = { account, chain, directory: mkdtempSync(join(directory, "publisher-")) };
    const { contentId } = await withSender(wallet, contentRegistryAbi, (sender) =>
      publishMedia({ ...terms, media: bySeconds(opened), chain, sender, edges }),
    );
    return {
      contentId,
      setPolicy: (policy) => client.access.setDefaultPolicySync({ contentId, policy }),
    };
  } finally {
    await opened.close();
  }
}
