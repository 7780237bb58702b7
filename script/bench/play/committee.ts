// SPDX-License-Identifier: GPL-3.0-or-later
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClient, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createNativeCurve } from "../../../agents/curve/nativeCurve.ts";
import { foundry } from "../../../agents/sdk/chain/foundry.ts";
import { manifest as sample } from "../../../agents/sdk/content/testing/sampleManifest.ts";
import { sampleBytes } from "../../../agents/sdk/content/testing/sampleWork.ts";
import type { Committee } from "../../../agents/sdk/encryption/committee.ts";
import { committeeKeys } from "../../../agents/sdk/encryption/committeeKeys.ts";
import { CONTRACTS, startKeyNodes } from "../../../agents/sdk/encryption/testing/keyNodes.ts";
import { sealManifest } from "../../../agents/sdk/publishing/sealManifest.ts";

/**
 * Key nodes, 3 of 5, in a process of their own, so that the line's pace is not theirs. They are the tests' own, without a chain: all five share a
 * thread, and recover and sign in JavaScript, so that real nodes answer sooner.
 */
export async function startCommittee(): Promise<{ committee: Committee; close(): void }> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), { serialization: "advanced" });
  const [committee] = (await once(child, "message")) as [Committee];
  return { committee, close: () => void child.kill() };
}

/** Asks often enough that the engine has compiled what answers. */
async function warmUp(committee: Committee): Promise<void> {
  const work = { contentId: `0x${"ab".repeat(32)}`, generation: 0 } as const;
  const seal = { work, workKey: sampleBytes(32, 1), committee };
  const manifest = await sealManifest(sample, seal);
  const signer = privateKeyToAccount(generatePrivateKey());
  const { chainId, ...contracts } = CONTRACTS;
  const client = createClient({ chain: { ...foundry, id: chainId }, transport: http() });
  const keys = committeeKeys({ ...contracts, client, committee, viewer: signer.address, signer });
  for (let asked = 0; asked < 50; asked++) await keys.periodKey({ ...work, manifest }, 0, 0);
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const { committee } = await startKeyNodes([], { curve: createNativeCurve() });
  await warmUp(committee);
  process.send(committee);
}
