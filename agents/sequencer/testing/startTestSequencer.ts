// SPDX-License-Identifier: GPL-3.0-or-later
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { parseEther } from "viem";
import { loadConfig } from "../../kernel/config/config.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import type { Scope } from "../../localnet/scope.ts";
import { sequencerConfig } from "../config.ts";
import { startSequencer } from "../service.ts";

/** Starts a sequencer in this process, under a key of its own that holds the bond of `flags`; it stops with the test. */
export async function startTestSequencer(t: Scope, devchain: Devchain, flags: Record<string, unknown> = {}) {
  const bondWei = flags.bond === undefined ? 0n : parseEther(String(flags.bond));
  const { key, account } = await devchain.newAccount(bondWei);
  const config = loadConfig(sequencerConfig, {
    flags: {
      rpcUrl: devchain.rpcUrl,
      deployment: devchain.deployment.path,
      dataDir: join(devchain.directory, `sequencer-${randomUUID()}`),
      key,
      port: 0,
      logLevel: "silent",
      finalityBlocks: 0,
      ...flags,
    },
  });
  const sequencer = await startSequencer(config);
  t.onTestFinished(() => sequencer.stop());
  return { ...sequencer, operator: account.address };
}
