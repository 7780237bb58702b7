// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { formatEther } from "viem";
import { planLie } from "../interactions/planLie.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { assertState } from "../sdk/interactions/actions.ts";
import { asOnlySigner, openWallet, walletFields } from "../wallet/wallet.ts";
import { answer, note } from "./say.ts";

const contracts = ["InteractionInputs", "InteractionRollup"] as const;
const drillConfig = defineConfig("challenger drill", {
  ...walletFields,
  dryRun: { schema: yesNo, default: false, description: "Print the false assertion, and send nothing" },
});

/** The commands of a challenger's operator, beside the role itself. */
export function challengerCommands(): Command[] {
  const drill = new Command("drill")
    .description(
      "Asserts a false state of the interactions, on a local chain, so that you see a challenger falsify it.",
    )
    .addHelpText(
      "after",
      "\nThe account loses the bond. `tributary monitor` shows what becomes of the assertion.\n\nExample:\n  tributary challenger drill --key 0x…",
    );
  addOptions(drill, drillConfig).action(async (flags) => {
    const config = loadConfig(drillConfig, { flags, env: process.env });
    const wallet = await openWallet(config, contracts);
    const { walletClient, deployment } = wallet.chain;
    const lie = await planLie(wallet.chain);
    note(`A bond of ${formatEther(lie.bondWei)} ETH ${config.dryRun ? "would be" : "is"} lost by this.`);
    if (config.dryRun) {
      answer(`posting ${lie.number} root ${lie.roots.at(-1)}`);
      return;
    }
    const { InteractionRollup: interactionRollup } = deployment.contracts;
    const { id } = await asOnlySigner(wallet, () =>
      assertState.sync(walletClient, { interactionRollup, ...lie }),
    );
    answer(`posting ${lie.number} assertion ${id}`);
  });
  return [drill];
}
