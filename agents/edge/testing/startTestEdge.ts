// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { type Hex, parseEther } from "viem";
import { loadConfig } from "../../kernel/config/config.ts";
import type { Devchain } from "../../localnet/devchain.ts";
import type { Edge } from "../../sdk/content/requestChunk.ts";
import { edgeConfig } from "../config.ts";
import { startEdge } from "../service.ts";

const TEST_BOND = "1000";

let edges = 0;

/** The settings of an edge on `devchain`, under a key of its own that holds its bond. */
export async function testEdgeFlags(devchain: Devchain, flags: Record<string, unknown> = {}) {
  const { key } = await devchain.newAccount(parseEther(TEST_BOND));
  return {
    rpcUrl: devchain.rpcUrl,
    deployment: devchain.deployment.path,
    key,
    bond: TEST_BOND,
    port: 0,
    dataDir: join(devchain.directory, `edge-${edges++}`),
    finalityBlocks: 0,
    pollMs: 100,
    reserveBytes: 0,
    logLevel: "silent",
    ...flags,
  };
}

/** Starts an edge in this process. */
export async function startTestEdge(devchain: Devchain, flags: Record<string, unknown> = {}) {
  const settings = await testEdgeFlags(devchain, flags);
  const running = await startEdge(loadConfig(edgeConfig, { flags: settings }));
  const edge: Edge = { operator: running.operator, endpoint: running.url };
  return { ...running, edge, settings, key: settings.key as Hex };
}
