// SPDX-License-Identifier: GPL-3.0-or-later
import { Command } from "commander";
import { formatEther } from "viem";
import { type MonitoredAssertion, type MonitorReport, monitorReport } from "../interactions/monitorReport.ts";
import { readInteractions } from "../interactions/readInteractions.ts";
import { connectChain } from "../kernel/chain/chain.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { table } from "../kernel/terminal/table.ts";
import { chainFields } from "../wallet/wallet.ts";
import { answer, note } from "./say.ts";

const monitorConfig = defineConfig("monitor", {
  ...chainFields,
  json: { schema: yesNo, default: false, description: "Print all as one line of JSON, amounts in wei" },
});

export function monitorCommand(): Command {
  const command = new Command("monitor")
    .description(
      "Executes all interactions anew, and shows each assertion: whether it is true, its time left and its bond. Sends nothing.",
    )
    .addHelpText(
      "after",
      "\nEnds with 1 where a false state is final.\n\nExample:\n  tributary monitor --rpc-url https://… --json",
    );
  return addOptions(command, monitorConfig).action(async (flags) => {
    const { rpcUrl, deployment, json } = loadConfig(monitorConfig, { flags, env: process.env });
    const contracts = ["InteractionInputs", "InteractionRollup"] as const;
    const chain = await connectChain({ rpcUrl, contracts, deploymentPath: deployment });
    const { history, replayed, terms, madeAtSec } = await readInteractions(chain);
    const report = monitorReport(history, replayed, terms, madeAtSec);
    for (const line of json ? [jsonOf(report)] : linesOf(report)) answer(line);
    if (report.falseFinal === undefined) return;
    note(
      `The final state after posting ${report.falseFinal} is not the one that its inputs lead to. Ask another RPC; if it says the same, trust no leaf of this state.`,
    );
    process.exitCode = 1;
  });
}

const jsonOf = (report: MonitorReport) =>
  JSON.stringify(report, (_, value) => (typeof value === "bigint" ? `${value}` : value));

function linesOf({ assertions, postings, finalPostings, atRiskWei, unclaimedWei }: MonitorReport): string[] {
  const head = ["posting", "assertion", "asserter", "outcome", "execution", "left", "unclaimed"];
  const rows = assertions.map((one) => [
    ...[`${one.posting}`, short(one.id), short(one.asserter), one.outcome, executionOf(one)],
    ...[
      one.secondsLeft === undefined ? "" : `${one.secondsLeft} s`,
      one.unclaimedWei === 0n ? "" : `${formatEther(one.unclaimedWei)} ETH to ${short(one.holder)}`,
    ],
  ]);
  return [
    `${postings} postings, ${finalPostings} of them with a final state; ${assertions.length} assertions.`,
    `${formatEther(atRiskWei)} ETH at risk, ${formatEther(unclaimedWei)} ETH to be collected.`,
    ...(rows.length > 0 ? table([head, ...rows]) : []),
  ];
}

function executionOf({ execution }: MonitoredAssertion): string {
  if (execution === undefined) return "";
  return typeof execution === "string" ? execution : `false from stride ${execution.falseFrom}`;
}

const short = (hex: string) => `${hex.slice(0, 10)}…`;
