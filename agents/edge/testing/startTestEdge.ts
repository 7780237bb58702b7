// SPDX-License-Identifier: GPL-3.0-or-later
import { parseEther } from "viem";
import { loadConfig } from "../../kernel/config/config.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import { roleSettings } from "../../localnet/roleSettings.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { edgeConfig } from "../config.ts";
import { startEdge } from "../service.ts";

const TEST_BOND = "1000";

/** The settings of an edge on `devchain`, under a key of its own that holds its bond. */
export async function testEdgeFlags(
  devchain: Devchain,
  flags: Record<string, string | number | boolean | undefined> = {},
) {
  const { key } = await devchain.newAccount(parseEther(TEST_BOND));
  return roleSettings(devchain, { key, bond: TEST_BOND, reserveBytes: 0, ...flags });
}

/** Starts an edge in this process. */
export async function startTestEdge(
  devchain: Devchain,
  flags: Record<string, string | number | boolean | undefined> = {},
) {
  const settings = await testEdgeFlags(devchain, flags);
  const running = await startEdge(loadConfig(edgeConfig, { flags: settings }));
  const edge: Edge = { operator: running.operator, endpoint: running.url };
  return { ...running, edge, settings, key: settings.key };
}
