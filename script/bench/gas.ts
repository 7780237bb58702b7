// SPDX-License-Identifier: GPL-3.0-or-later
// npm run bench:gas: gas of the project's operations beside the peers', whole transactions on one local chain in one run.
import { parseArgs } from "node:util";
import { parseEther } from "viem";
import { UserError } from "../../agents/kernel/process/errors.ts";
import { Bench } from "./bench.ts";
import { type Deployment, deployOurs } from "./ours/deployment.ts";
import { measurePaymentChannels } from "./ours/paymentChannels.ts";
import { measureStaking } from "./ours/staking.ts";
import { measurePools, measureStreams } from "./ours/streams.ts";
import { measureTokenVesting } from "./ours/tokenVesting.ts";
import { installPeers } from "./peers/install.ts";
import { measureMachinomy } from "./peers/machinomy.ts";
import { measureOpenZeppelin } from "./peers/openzeppelin.ts";
import { measureSablierFlow } from "./peers/sablierFlow.ts";
import { measureSablierLockup } from "./peers/sablierLockup.ts";
import { measureSuperfluid } from "./peers/superfluid.ts";
import { measureVector } from "./peers/vector.ts";
import { QUOTED } from "./quoted.ts";
import { type Protocol, ROW_IDS, rowOf, SECTIONS, type Section } from "./rows.ts";
import { formatProtocols, formatTable, linesOf, number, shortfalls } from "./table.ts";

type Measurement = {
  sections: readonly Section[];
  measure: (bench: Bench, deployment: Deployment) => Promise<Protocol>;
};

const OURS: readonly Measurement[] = [
  { sections: ["streams"], measure: measureStreams },
  { sections: ["pools"], measure: measurePools },
  { sections: ["vesting"], measure: measureTokenVesting },
  { sections: ["staking"], measure: measureStaking },
  { sections: ["channels"], measure: measurePaymentChannels },
];

const PEERS: readonly Measurement[] = [
  { sections: ["streams"], measure: measureSablierFlow },
  { sections: ["streams", "pools"], measure: measureSuperfluid },
  { sections: ["vesting"], measure: measureSablierLockup },
  { sections: ["vesting"], measure: measureOpenZeppelin },
  { sections: ["channels"], measure: measureMachinomy },
  { sections: ["channels"], measure: measureVector },
];

const USAGE = `usage: npm run bench:gas [-- --only ${SECTIONS.join("|")}] [--json]`;

try {
  await main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}\n${error.advice}`);
  process.exitCode = error.exitCode;
}

async function main(): Promise<void> {
  const { sections, json } = options();
  await installPeers();
  const bench = await Bench.start();
  try {
    const deployment = await deployOurs(bench);
    const transfer = await measureTransfer(bench);
    const run = async (measurements: readonly Measurement[]): Promise<Protocol[]> => {
      const measured: Protocol[] = [];
      for (const measurement of measurements) {
        if (!measurement.sections.some((section) => sections.includes(section))) continue;
        measured.push(await measurement.measure(bench, deployment));
      }
      return measured;
    };
    const ours = await run(OURS);
    const peers = [...(await run(PEERS)), ...QUOTED].filter(({ figures }) =>
      ROW_IDS.some((row) => figures[row] && sections.includes(rowOf(row).section)),
    );
    const lines = linesOf(ours, peers, sections);
    const missed = shortfalls(lines);
    if (json) console.log(JSON.stringify({ transfer, lines, ours, peers, missed }, null, 2));
    else print();

    function print(): void {
      console.log(
        "Gas of whole transactions: 21,000, call data and cold storage included, refunds subtracted.",
      );
      console.log(
        `The token is StreamToken (solady's ERC20, EIP-2612); a plain transfer of it costs ${number(transfer)}.\n`,
      );
      console.log(`${formatTable(lines)}\n`);
      console.log(`Every figure\n${formatProtocols([...ours, ...peers], sections)}\n`);
      console.log("Compilers");
      for (const { name, compiler } of [...ours, ...peers]) console.log(`  ${name}: ${compiler}`);
      console.log(missed.length === 0 ? "\nEvery row is won." : "\nWhere we do not win, or miss the goal");
      for (const line of missed) console.log(`  ${line}`);
    }
  } finally {
    await bench.stop();
  }
}

function options(): { sections: readonly Section[]; json: boolean } {
  try {
    const { values } = parseArgs({
      options: { only: { type: "string", multiple: true }, json: { type: "boolean", default: false } },
    });
    const only = values.only ?? SECTIONS;
    const unknown = only.find((section) => !SECTIONS.includes(section as Section));
    if (unknown !== undefined) throw new Error(`there is no section ${unknown}: use ${SECTIONS.join(", ")}`);
    return { sections: only as readonly Section[], json: values.json };
  } catch (error) {
    throw new UserError((error as Error).message, USAGE, { cause: error });
  }
}

/** The floor of every operation that moves tokens: both balances stand, none becomes empty. */
async function measureTransfer(bench: Bench): Promise<number> {
  const { address: from } = await bench.actor("transfer from");
  const { address: to } = await bench.actor("transfer to");
  const amount = parseEther("1");
  return bench.pays(to, from, { to: bench.token, name: "transfer", args: [to, amount] }, amount);
}
