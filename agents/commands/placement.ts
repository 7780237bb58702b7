// SPDX-License-Identifier: GPL-3.0-or-later

import { Command } from "commander";
import { type Hex, hexToString } from "viem";
import { connectChain } from "../kernel/chain/chain.ts";
import { wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig } from "../kernel/config/config.ts";
import { EPOCH_SEC } from "../sdk/content/holding.ts";
import { nameRegions } from "../sdk/placement/actions.ts";
import { getPlan } from "../sdk/placement/getPlan.ts";
import { asOnlySigner, chainFields, openWallet, walletFields } from "../wallet/wallet.ts";
import { answer, note } from "./say.ts";
import { word } from "./schemas.ts";

const contracts = ["Placement", "ContentRegistry"] as const;
const showConfig = defineConfig("placement show", {
  ...chainFields,
  epoch: {
    schema: wholeNumber(0).optional(),
    description: "Epoch of the plan: its time in seconds, divided by 3,600; by default the present one",
  },
});
const regionsConfig = defineConfig("placement regions", walletFields);

export function placementCommand(): Command {
  const show = new Command("show")
    .description("Shows which edges own which works, as anyone computes it from the chain.")
    .addHelpText("after", "\nExample:\n  tributary placement show --epoch 493055");
  addOptions(show, showConfig).action(async (flags) => {
    const config = loadConfig(showConfig, { flags, env: process.env });
    const { publicClient, deployment } = await connectChain({
      ...config,
      contracts,
      deploymentPath: config.deployment,
    });
    const { Placement: placement, ContentRegistry: contentRegistry } = deployment.contracts;
    const { epoch, roster, works } = await getPlan(publicClient, {
      ...{ placement, contentRegistry },
      ...(config.epoch !== undefined && { epoch: BigInt(config.epoch) }),
    });
    const from = new Date(Number(epoch) * EPOCH_SEC * 1_000).toISOString();
    note(`Epoch ${epoch}, from ${from}.`);
    for (const place of roster) {
      if (!place) continue;
      const owned = works.filter(({ owners }) => owners.includes(place.edge));
      const gigabytes = Number(owned.reduce((sum, { byteCount }) => sum + byteCount, 0n)) / 1e9;
      const load = `${owned.length} works, ${gigabytes.toFixed(3)} of ${place.weight} GB`;
      answer(`edge ${place.edge}  ${nameOf(place.region)}  ${load}`);
    }
    for (const { contentId, owners } of works) answer(`work ${contentId}  ${owners.join(" ") || "nobody"}`);
  });

  const regions = new Command("regions")
    .description("Names the regions in which a work of yours has two copies each, from the next epoch on.")
    .argument("<content-id>", "the work, as `tributary publish` printed it")
    .argument("[region...]", "eight at most; none takes the names back")
    .addHelpText("after", "\nExample:\n  tributary placement regions 0x… eu-west us-east");
  addOptions(regions, regionsConfig).action(async (id: string, named: string[], flags) => {
    const wallet = await openWallet(loadConfig(regionsConfig, { flags, env: process.env }), contracts);
    const { walletClient, deployment } = wallet.chain;
    const { Placement: placement } = deployment.contracts;
    const contentId = word.parse(id);
    const { epoch } = await asOnlySigner(wallet, () =>
      nameRegions.sync(walletClient, { placement, contentId, regions: named }),
    );
    answer(`${named.join(", ") || "no region"}, from epoch ${epoch} on`);
  });

  return new Command("placement")
    .description("Which edges own which works, and where a work of yours has copies.")
    .addCommand(show)
    .addCommand(regions);
}

/** A region that is no text stays hex. */
const nameOf = (region: Hex) => hexToString(region, { size: 8 }) || region;
