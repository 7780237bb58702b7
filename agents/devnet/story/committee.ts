// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { type Hex, hexToBytes, pad } from "viem";
import { createNativeCurve } from "../../curve/nativeCurve.ts";
import { dealCommittee } from "../../keyholder/shares/dealCommittee.ts";
import { placeShare } from "../../keyholder/shares/shareFolder.ts";
import { addressesOf } from "../../sdk/addresses.ts";
import { committeeIdOf } from "../../sdk/committees/committeeId.ts";
import type { Point } from "../../sdk/encryption/curve.ts";
import { tributaryActions } from "../../sdk/tributaryActions.ts";
import { readSamples } from "../screen/samples.ts";
import type { Telling } from "./telling.ts";
import { waitUntil } from "./waiting.ts";

export const THRESHOLD = 3;
const SALT = pad("0x01");

/** Founds the committee of all key nodes, and hands each its key share: as `tributary committee deal` and `keyholder import` do. */
export async function foundCommittee({ chain, cast, agents, directory, signal }: Telling): Promise<Hex> {
  const dealer = await cast.make("dealer");
  const { chainId, deployment } = chain;
  const owner = { keyRegistry: deployment.contracts.KeyRegistry, owner: dealer.account.address, salt: SALT };
  const committeeId = committeeIdOf({ chainId, ...owner });
  const members = agents.keyholders;
  const { files, ...terms } = dealCommittee(createNativeCurve(), {
    ...{ committeeId, threshold: THRESHOLD },
    memberKeys: members.map(({ person }) => hexToBytes(person.account.publicKey) as Point),
  });
  const { committee } = dealer.wallet.extend(tributaryActions(addressesOf(deployment)));
  await committee.dealSync({ salt: SALT, ...terms });
  for (const [at, { person }] of members.entries()) placeShare(join(directory, person.name), files[at]!);
  const answers = async () => {
    const samples = await Promise.all(members.map(({ agent }) => readSamples(agent.url)));
    return samples.every((metrics) => metrics.sum("committees") === 1);
  };
  await waitUntil("the key nodes' look at their key shares", answers, { signal });
  return committeeId;
}
