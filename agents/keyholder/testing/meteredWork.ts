// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from "node:crypto";
import { createWalletClient, type Hex, http, pad, toHex } from "viem";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { metric } from "../../kernel/testing/metric.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import type { AccessTerms } from "../../sdk/access/terms.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { withTributary } from "../../sdk/chain/deployment.ts";
import { foundry } from "../../sdk/chain/foundry.ts";
import { payeeOfAddress } from "../../sdk/chain/payee.ts";
import { committeeIdOf } from "../../sdk/committees/committeeId.ts";
import { withCapsules } from "../../sdk/content/capsules.ts";
import type { Manifest } from "../../sdk/content/manifestFields.ts";
import type { Point } from "../../sdk/encryption/curve.ts";
import { linkKeys } from "../../sdk/encryption/keyProvider.ts";
import type { KeyedWork } from "../../sdk/encryption/keys.ts";
import { sealPeriods } from "../../sdk/encryption/sealPeriods.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { dealCommittee } from "../shares/dealCommittee.ts";
import { placeShare } from "../shares/shareFolder.ts";

const PERIOD_SEC = 60;
const PERIODS = 6;

/** One rendition of six key periods, a fragment each. */
const MANIFEST = {
  ...{
    title: "sample",
    encryption: "aes-256-gcm",
    keyPeriodSec: PERIOD_SEC,
    durationSec: PERIOD_SEC * PERIODS,
  },
  renditions: [
    { timescale: 1, fragments: Array.from({ length: PERIODS }, () => ({ duration: PERIOD_SEC, bytes: 1 })) },
  ],
} as unknown as Manifest;

/** A new account with ether and `streamWei` of STREAM, and the actions of every contract. */
export async function newActor(devchain: Devchain, streamWei?: bigint) {
  const { account, key } = await devchain.newAccount(streamWei);
  const transport = http(devchain.rpcUrl);
  const addresses = addressesOf(devchain.deployment);
  const chain = withTributary(foundry, addresses);
  const wallet = createWalletClient({ account, chain, transport, pollingInterval: 20 });
  return { account, key, client: wallet.extend(tributaryActions(addresses)) };
}
export type Actor = Awaited<ReturnType<typeof newActor>>;

/** Deals a committee of `memberKeys`, and registers it. */
export async function dealTo(
  devchain: Devchain,
  owner: Actor,
  { threshold, memberKeys }: { threshold: number; memberKeys: readonly Point[] },
) {
  const salt = toHex(randomBytes(32));
  const { chainId, contracts } = devchain.deployment;
  const committeeId = committeeIdOf({
    ...{ chainId, keyRegistry: contracts.KeyRegistry, owner: owner.account.address, salt },
  });
  const { files, ...terms } = dealCommittee(createNativeCurve(), { committeeId, threshold, memberKeys });
  await owner.client.committee.dealSync({ salt, ...terms });
  return { committeeId, files, terms };
}
export type Dealt = Awaited<ReturnType<typeof dealTo>>;

/** Gives each node its share, and waits until each answers. */
export async function handOut(
  { files }: Pick<Dealt, "files">,
  nodes: readonly ({ url: string; settings: { dataDir: string } } | undefined)[],
): Promise<void> {
  for (const [at, node] of nodes.entries()) if (node) placeShare(node.settings.dataDir, files[at]!);
  for (const node of nodes)
    if (node)
      await waitFor("a keyholder to answer", async () => (await metric(node.url, "committees")) === 1);
}

/** Registers a work of `publisher` under a policy, and seals its periods' keys to a committee. */
export async function publishSealed(
  publisher: Actor,
  { committeeId, terms }: Dealt,
  policy: AccessTerms | undefined,
) {
  const payee = payeeOfAddress(publisher.account.address);
  const salt = pad(toHex(randomBytes(16)));
  const { contentId } = await publisher.client.content.registerLiveSync({
    salt,
    payee,
    ratePerSecondWei: 1n,
  });
  if (policy) await publisher.client.access.setDefaultPolicySync({ contentId, policy });
  const place = { committeeId, contentId, generation: 0 };
  const link = linkKeys(new Uint8Array(randomBytes(32)));
  const keys = await Promise.all(
    Array.from({ length: PERIODS }, async (_, period) => ({
      period,
      key: await link.periodKey({ contentId, generation: 0 }, 0, period),
    })),
  );
  const curve = createNativeCurve();
  const manifest = withCapsules(MANIFEST, committeeId, (_, rendition) =>
    sealPeriods(curve, { publicKey: terms.publicKey, place: { ...place, rendition }, periods: keys }),
  );
  const work: KeyedWork = { contentId, generation: 0, manifest };
  return { contentId, payee, work, keyOf: (period: number) => keys[period]!.key };
}

export const hexOf = (bytes: Uint8Array): Hex => toHex(bytes);
