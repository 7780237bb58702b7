// SPDX-License-Identifier: GPL-3.0-or-later
import { type Hex, hexToBytes, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { loadConfig } from "../../kernel/config/config.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import { roleSettings } from "../../localnet/roleSettings.ts";
import type { Scope } from "../../localnet/scope.ts";
import type { Point } from "../../sdk/encryption/curve.ts";
import { keyholderConfig } from "../config.ts";
import { startKeyholder } from "../service.ts";

const TEST_BOND = "1000";

export const publicKeyOf = (key: Hex) => hexToBytes(privateKeyToAccount(key).publicKey) as Point;

/** The settings of a keyholder on `devchain`, under a key of its own that holds its bond. */
export async function testKeyholderSettings(
  devchain: Devchain,
  flags: Record<string, string | number | boolean | undefined> = {},
) {
  const { key } = await devchain.newAccount(parseEther(TEST_BOND));
  return roleSettings(devchain, { key, bond: TEST_BOND, confirmations: 0, pollMs: 20, ...flags });
}

/** Starts a keyholder in this process; it stops with the test. */
export async function startTestKeyholder(
  t: Scope,
  devchain: Devchain,
  flags: Record<string, string | number | boolean | undefined> = {},
) {
  const settings = await testKeyholderSettings(devchain, flags);
  const running = await startKeyholder(loadConfig(keyholderConfig, { flags: settings }));
  t.onTestFinished(() => running.stop());
  return { ...running, settings, memberKey: publicKeyOf(settings.key) };
}
