// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { formatEther } from "viem";
import { z } from "zod";
import { connectChain } from "../kernel/chain/chain.ts";
import { address, wholeNumber } from "../kernel/config/commonConfig.ts";
import { addOptions, defineConfig, loadConfig, yesNo } from "../kernel/config/config.ts";
import { describeError, UserError } from "../kernel/process/errors.ts";
import { paymentChannelsAbi } from "../sdk/abis.generated.ts";
import { segmentOfSplit } from "../sdk/splits/splitId.ts";
import type { SplitTable } from "../splits/table.ts";
import { asOnlySigner, chainFields, openWallet, walletFields } from "../wallet/wallet.ts";
import { beginOutput, type Output } from "./outputFile.ts";
import { answer, note } from "./say.ts";

const tableSchema = z.array(z.strictObject({ recipient: address, bps: z.number() }));

/** The settings of the commands that read segments. */
const segmentFields = {
  prover: {
    schema: z.url({ protocol: /^https?$/, error: "an http or https URL" }).optional(),
    description: "A prover to ask for a snapshot, so that few logs are read; its answer is checked on chain",
  },
  snapshots: {
    schema: z.string(),
    default: ".tributary/snapshots",
    description: "Directory of what earlier runs read, so that the next one reads only newer logs",
  },
};

const createConfig = defineConfig("split create", {
  ...walletFields,
  out: { schema: z.string().optional(), description: "File for the table (default: split-<id>.json)" },
});
const showConfig = defineConfig("split show", {
  ...chainFields,
  ...segmentFields,
  table: { schema: z.string().optional(), description: "File with the split's table, to show each share" },
});
const claimConfig = defineConfig("split claim", {
  ...walletFields,
  ...segmentFields,
  table: { schema: z.string(), description: "File with the split's table" },
  position: {
    schema: wholeNumber(0, 15).optional(),
    description: "Row of the table whose share to claim, from 0; all rows by default",
  },
  dryRun: {
    schema: yesNo,
    default: false,
    description: "Show the shares owed, and send nothing",
  },
});

/** Imports the code for proofs only where needed: it loads slowly, and every command would wait. */
export function splitCommand(): Command {
  const create = new Command("create")
    .description(
      "Registers a split. Prints the split's id, and writes its table, which the chain does not keep.",
    )
    .argument("<address:bps...>", "the recipients, each with a share in basis points of 10,000")
    .addHelpText("after", "\nExample:\n  tributary split create 0xAda…:6000 0xBen…:4000");
  addOptions(create, createConfig).action(async (rows: string[], flags) => {
    const config = loadConfig(createConfig, { flags, env: process.env });
    const table = rows.map(parseRow);
    const [{ createSplit }, { checkTable }] = await Promise.all([
      import("../splits/splits.ts"),
      import("../splits/table.ts"),
    ]);
    checkTable(table);
    // on disk before the split is registered: nobody else has the table
    const output = beginOutput(config.out ?? "split.json", { fresh: config.out !== undefined });
    try {
      output.write(`${JSON.stringify(table, undefined, 2)}\n`);
      const wallet = await openWallet(config, ["SplitRollup"]);
      const { walletClient, deployment } = wallet.chain;
      const rollup = deployment.contracts.SplitRollup;
      const { split } = await asOnlySigner(wallet, () => createSplit(walletClient, { rollup, table }));
      const file = config.out ?? `split-${split}.json`;
      keepTable(output, file, split, table);
      note(`Keep ${file}, and give it to every collaborator: no share can be claimed without the table.`);
      answer(`${split}`);
    } finally {
      output.discard();
    }
  });

  const show = new Command("show")
    .description("Shows a split and, with its table, the share of each recipient.")
    .argument("<id>", "the split's id")
    .addHelpText("after", "\nExample:\n  tributary split show 0 --table split-0.json");
  addOptions(show, showConfig).action(async (id: string, flags) => {
    const config = loadConfig(showConfig, { flags, env: process.env });
    const split = splitId(id);
    const table = config.table ? readTable(config.table) : [];
    const { publicClient, deployment } = await connectChain({
      rpcUrl: config.rpcUrl,
      contracts: ["SplitRollup", "PaymentChannels", "StreamToken"],
      deploymentPath: config.deployment,
    });
    const rollup = deployment.contracts.SplitRollup;
    const [{ readSplit }, { readShare, requireTable }, { readKnownSegment }] = await Promise.all([
      import("../splits/splits.ts"),
      import("../splits/claims.ts"),
      import("./knownSegments.ts"),
    ]);
    const state = await readSplit(publicClient, { rollup, split });
    answer(`payee    ${state.payee}`);
    answer(`segment  ${state.segment}, slot ${state.slot}`);
    answer(
      `batches  ${state.settledBatches} settled, ${state.sealedBatches - state.settledBatches} waiting for a proof`,
    );
    const waitingWei = await publicClient.readContract({
      address: deployment.contracts.PaymentChannels,
      abi: paymentChannelsAbi,
      functionName: "owed",
      args: [state.payee, deployment.contracts.StreamToken],
    });
    answer(`waiting  ${formatEther(waitingWei)} STREAM, until the amount is enough for a credit`);
    if (table.length === 0) return;
    const place = { publicClient, rollup, startBlock: deployment.startBlock };
    await requireTable(publicClient, { rollup, split, table });
    const segment = await readKnownSegment({ ...place, segment: state.segment }, config);
    for (const position of table.keys()) {
      const share = await readShare({ ...place, split, table, position, segment });
      answer(
        `${position}  ${share.recipient}  owed ${formatEther(share.owedWei)} of ${formatEther(share.entitlementWei)} STREAM`,
      );
    }
  });

  const claim = new Command("claim")
    .description("Proves shares of a split, and pays each to its recipient. Anyone may.")
    .argument("<id>", "the split's id")
    .addHelpText(
      "after",
      "\nExample:\n  tributary split claim 0 --table split-0.json --position 1 --dry-run",
    );
  addOptions(claim, claimConfig).action(async (id: string, flags) => {
    const config = loadConfig(claimConfig, { flags, env: process.env });
    const split = splitId(id);
    const table = readTable(config.table);
    const positions = config.position === undefined ? [...table.keys()] : [config.position];
    requireRows(config.table, table, positions);
    const wallet = await openWallet(config, ["SplitRollup"]);
    const { publicClient, walletClient, deployment } = wallet.chain;
    const rollup = deployment.contracts.SplitRollup;
    const [
      { claimShare, readShare, requireTable },
      { readKnownSegment },
      { prove, stopProving },
      { builtCircuit },
    ] = await Promise.all([
      import("../splits/claims.ts"),
      import("./knownSegments.ts"),
      import("../splits/prove.ts"),
      import("../../circuits/builtCircuit.ts"),
    ]);
    const place = { publicClient, rollup, startBlock: deployment.startBlock };
    await requireTable(publicClient, { rollup, split, table });
    const segment = await readKnownSegment({ ...place, segment: segmentOfSplit(split) }, config);
    for (const position of positions) {
      const parameters = { ...place, split, table, position, segment };
      const share = config.dryRun
        ? await readShare(parameters)
        : await asOnlySigner(wallet, () =>
            claimShare(walletClient, {
              ...parameters,
              prove: (signals) => prove(builtCircuit("claim"), signals),
            }),
          );
      const verb = config.dryRun ? "is owed" : "was paid";
      answer(`${position}  ${share.recipient}  ${verb} ${formatEther(share.owedWei)} STREAM`);
    }
    await stopProving();
  });

  return new Command("split")
    .description("Creates, shows and claims splits of revenue.")
    .addCommand(create)
    .addCommand(show)
    .addCommand(claim);
}

function parseRow(text: string): SplitTable[number] {
  const [, given, bps] = /^([^:]+):([0-9]+)$/.exec(text) ?? [];
  const recipient = address.safeParse(given);
  if (recipient.success) return { recipient: recipient.data, bps: Number(bps) };
  throw new UserError(
    `${text} is not a row of a split.`,
    "Give <address>:<basis points>; check every digit of the address.",
  );
}

/** Gives the table its name, never another table's. */
function keepTable(output: Output, file: string, split: bigint, table: SplitTable): void {
  try {
    output.commit(file);
  } catch (error) {
    throw new UserError(
      `Split ${split} is registered, but its table is not written. ${describeError(error)}`,
      `Keep this table, no share can be claimed without it: ${JSON.stringify(table)}`,
      { cause: error },
    );
  }
}

function requireRows(file: string, table: SplitTable, positions: readonly number[]): void {
  if (positions.every((position) => position < table.length)) return;
  throw new UserError(
    `The table ${file} has no row ${positions[0]}.`,
    `Give a --position from 0 to ${table.length - 1}.`,
  );
}

function readTable(file: string): SplitTable {
  try {
    return tableSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const advice = "Give the file that `tributary split create` wrote.";
    throw new UserError(`${file} is not the table of a split.`, advice, { cause: error });
  }
}

function splitId(text: string): bigint {
  if (/^[0-9]{1,19}$/.test(text)) return BigInt(text);
  throw new UserError(`${text} is not a split's id.`, "Give a whole number from 0.");
}
