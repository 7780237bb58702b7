// SPDX-License-Identifier: GPL-3.0-or-later
// Prints how many RPC calls each role makes for one block in which nothing happens: `npm run bench:rpc`.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { parseEther } from "viem";
import { challengerConfig } from "../../agents/challenger/config.ts";
import { startChallenger } from "../../agents/challenger/service.ts";
import { edgeConfig } from "../../agents/edge/config.ts";
import { startEdge } from "../../agents/edge/service.ts";
import { loadConfig } from "../../agents/kernel/config/config.ts";
import { startBlockPerLook } from "../../agents/kernel/testing/blockPerLook.ts";
import { startDevchain } from "../../agents/localnet/devchain.ts";
import { newPayer } from "../../agents/localnet/payer.ts";
import { proverConfig } from "../../agents/prover/config.ts";
import { startProver } from "../../agents/prover/service.ts";
import { payeeOfAddress } from "../../agents/sdk/chain/payee.ts";
import { sequencerConfig } from "../../agents/sequencer/config.ts";
import { startSequencer } from "../../agents/sequencer/service.ts";
import { watchtowerConfig } from "../../agents/watchtower/config.ts";
import { startWatchtower } from "../../agents/watchtower/service.ts";

const WARM_UP_BLOCKS = 40;
const BLOCKS = 200;
/** An edge's, in wei of STREAM; the other roles leave it. */
const BOND = parseEther("1000");

type Flags = Record<string, unknown>;
const roles = {
  sequencer: (flags: Flags) => startSequencer(loadConfig(sequencerConfig, { flags })),
  watchtower: (flags: Flags) => startWatchtower(loadConfig(watchtowerConfig, { flags })),
  prover: (flags: Flags) => startProver(loadConfig(proverConfig, { flags })),
  challenger: (flags: Flags) =>
    startChallenger(loadConfig(challengerConfig, { flags: { ...flags, roundMs: 10 } })),
  edge: (flags: Flags) =>
    startEdge(loadConfig(edgeConfig, { flags: { ...flags, bond: "1000", reserveBytes: 0 } })),
};

const devchain = await startDevchain();
const payer = await newPayer(devchain, {
  payee: payeeOfAddress(devchain.holder.address),
  depositWei: 10n ** 18n,
});
console.log("role        calls a block  methods");
for (const [role, start] of Object.entries(roles)) {
  const proxy = await startBlockPerLook(devchain.anvil);
  const { key } = await devchain.newAccount(BOND);
  const running = await start({
    rpcUrl: proxy.rpcUrl,
    deployment: devchain.deployment.path,
    dataDir: join(devchain.directory, `${role}-${randomUUID()}`),
    key,
    port: 0,
    logLevel: "silent",
    finalityBlocks: 12,
    pollMs: 10,
  });
  await proxy.count(WARM_UP_BLOCKS);
  // a voucher is held, and its channel is open
  if (role === "sequencer" || role === "watchtower") await payer.post(running.url, 1n);
  await proxy.count(WARM_UP_BLOCKS);
  const counted = await proxy.count(BLOCKS);
  const calls = Object.values(counted).reduce((sum, count) => sum + count, 0);
  const methods = Object.entries(counted).map(([method, count]) => `${method} ${count}`);
  console.log(`${role.padEnd(12)}${(calls / BLOCKS).toFixed(2).padStart(13)}  ${methods.join(", ")}`);
  await running.stop();
  await proxy.stop();
}
await devchain.stop();
