// SPDX-License-Identifier: GPL-3.0-or-later
// VestingWalletCliff of the OpenZeppelin that the project itself depends on, compiled here.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Abi, type Hex, parseEther } from "viem";
import { REPOSITORY } from "../../../agents/localnet/deploy.ts";
import { compilerOf } from "../artifacts.ts";
import type { Bench } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { DAY, MONTH } from "../time.ts";

const NAME = "CliffWallet";
const WALLET = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;
import {VestingWallet} from "@openzeppelin/contracts/finance/VestingWallet.sol";
import {VestingWalletCliff} from "@openzeppelin/contracts/finance/VestingWalletCliff.sol";
contract ${NAME} is VestingWalletCliff {
    constructor(address beneficiary, uint64 start, uint64 duration, uint64 cliff)
        VestingWallet(beneficiary, start, duration) VestingWalletCliff(cliff) {}
}`;
const AMOUNT = parseEther("1000");

/** Measures a wallet for each grant, which pays nothing before the cliff. */
export async function measureOpenZeppelin(bench: Bench): Promise<Protocol> {
  const { address: funder } = await bench.actor("OpenZeppelin funder");
  const { address: beneficiary } = await bench.actor("OpenZeppelin beneficiary");
  const { abi, bytecode, metadata } = compile();
  const artifact = {
    name: NAME,
    abi,
    libraries: [],
    library: () => {
      throw new Error("it has none");
    },
    linked: () => bytecode,
  };
  const wallet = await bench.deploy(artifact, [beneficiary, await bench.now(), 36 * MONTH, 12 * MONTH]);
  const fund = await bench.pays(
    wallet.address,
    funder,
    { to: bench.token, name: "transfer", args: [wallet.address, AMOUNT] },
    AMOUNT,
  );

  // VestingWallet overloads `release`: the one for ether has no argument
  const release = {
    to: { address: wallet.address, abi: abi.filter((item) => !("inputs" in item) || item.inputs?.length) },
    name: "release",
    args: [bench.token.address],
  };
  await bench.pass(13 * MONTH);
  await bench.pays(beneficiary, beneficiary, release);
  await bench.pass(30 * DAY);
  const vestingRelease = await bench.pays(beneficiary, beneficiary, release);

  return {
    name: "OpenZeppelin VestingWalletCliff 5.7.0",
    compiler: compilerOf(metadata),
    figures: {
      vestingGrant: { gas: wallet.gas + fund, note: "deploys a contract, and funds it; two transactions" },
      vestingRelease: {
        gas: vestingRelease,
        note: "from a contract of its own; cannot express 10 % at launch",
      },
    },
  };
}

function compile() {
  const sources: Record<string, { content: string }> = {};
  const add = (path: string, content: string) => {
    sources[path] = { content };
    for (const [, imported] of content.matchAll(/^import [^"]*"([^"]+)";/gm)) {
      const target = imported!.startsWith(".") ? posix.join(posix.dirname(path), imported!) : imported!;
      if (target in sources) continue;
      add(target, readFileSync(join(REPOSITORY, "node_modules", target), "utf8"));
    }
  };
  add(`${NAME}.sol`, WALLET);
  const input = {
    language: "Solidity",
    sources,
    settings: {
      optimizer: { enabled: true, runs: 1_000_000 },
      viaIR: true,
      evmVersion: "cancun",
      outputSelection: { [`${NAME}.sol`]: { [NAME]: ["abi", "evm.bytecode.object", "metadata"] } },
    },
  };
  const output = JSON.parse(
    execFileSync(join(REPOSITORY, "script/solc"), ["--standard-json"], {
      input: JSON.stringify(input),
      encoding: "utf8",
      maxBuffer: 1 << 26,
    }),
  );
  const contract = output.contracts?.[`${NAME}.sol`]?.[NAME];
  if (!contract) throw new Error(`solc refused ${NAME}:\n${JSON.stringify(output.errors, null, 2)}`);
  return {
    abi: contract.abi as Abi,
    bytecode: `0x${contract.evm.bytecode.object}` as Hex,
    metadata: JSON.parse(contract.metadata),
  };
}
