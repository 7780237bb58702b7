// SPDX-License-Identifier: GPL-3.0-or-later
import { readdirSync, readFileSync } from "node:fs";
import { type Address, type Hex, parseAbi, parseEther } from "viem";
import { compilerOf, readArtifact } from "../artifacts.ts";
import type { Bench, Call, Contract } from "../bench.ts";
import type { Protocol } from "../rows.ts";
import { DAY } from "../time.ts";
import { peerFile } from "./install.ts";

const ROOT = "@superfluid-finance/ethereum-contracts";
const BUILD = `${ROOT}/build/hardhat`;
const RATE = parseEther("0.001");
const WRAPPED = parseEther("10000");
const DEPOSIT = parseEther("100");
const VIEWERS = 200;

const FACTORY_ABI = parseAbi([
  "function createERC20Wrapper(address underlying, uint8 decimals, uint8 upgradability, string name, string symbol) returns (address)",
  "event SuperTokenCreated(address indexed token)",
]);
const SUPER_TOKEN_ABI = parseAbi([
  "function upgrade(uint256 amount)",
  "function upgradeTo(address to, uint256 amount, bytes data)",
  "function downgrade(uint256 amount)",
  "function balanceOf(address account) view returns (uint256)",
]);

/** Measures constant flows of a wrapped token, by the forwarder that Superfluid's own applications use. */
export async function measureSuperfluid(bench: Bench): Promise<Protocol> {
  const { superToken, forwarder } = await deploySuperfluid(bench);
  const { address: sender } = await bench.actor("Superfluid sender");
  const { address: recipient } = await bench.actor("Superfluid recipient");
  await bench.endow(superToken.address);
  await bench.approve(sender, superToken);

  const wrap = (amount: bigint): Call => ({ to: superToken, name: "upgrade", args: [amount] });
  const unwrap: Call = { to: superToken, name: "downgrade", args: [DEPOSIT / 100n] };
  const setRate = (rate: bigint): Call => ({
    to: forwarder,
    name: "setFlowrate",
    args: [superToken.address, recipient, rate],
  });

  await bench.pays(superToken.address, sender, wrap(WRAPPED), WRAPPED);
  const streamTopUp = await bench.pays(superToken.address, sender, wrap(DEPOSIT), DEPOSIT);

  for (let i = 0; i < VIEWERS; i++) {
    const { address: viewer } = await bench.actor(`viewer ${i}`);
    await bench.send(sender, { to: superToken, name: "upgradeTo", args: [viewer, DEPOSIT / 10n, "0x"] });
    await bench.send(viewer, setRate(RATE / 1000n));
  }
  await bench.send(sender, { to: superToken, name: "upgradeTo", args: [recipient, 1n, "0x"] });
  const create = await bench.send(sender, setRate(RATE));
  await bench.pass(1000);
  const streamChangeRate = await bench.send(sender, setRate(2n * RATE));
  await bench.pass(DAY);
  await bench.pays(recipient, recipient, unwrap);
  const collect = await bench.pays(recipient, recipient, unwrap, DEPOSIT / 100n);
  const before = await bench.balanceOf(sender, superToken);
  const streamCancel = await bench.send(sender, setRate(0n));
  if ((await bench.balanceOf(sender, superToken)) <= before) throw new Error("the buffer did not come back");

  const unwraps = { gas: collect, note: "to hold the wrapped token costs nothing; this unwraps it" };
  return {
    name: "Superfluid 1.15.2",
    compiler: compilerOfBuild(),
    figures: {
      streamOpen: { gas: streamTopUp + create, note: "wraps, then creates the flow; two transactions" },
      streamTopUp: { gas: streamTopUp, note: "wraps; all flows of the payer draw on it" },
      streamWithdraw: unwraps,
      streamChangeRate: { gas: streamChangeRate, note: "pays in the wrapped token" },
      streamCancel: { gas: streamCancel, note: "pays and refunds in the wrapped token" },
      poolCollectOneDay: unwraps,
      poolCollectSevenDays: unwraps,
    },
    others: { "create a flow": create },
  };
}

async function deploySuperfluid(bench: Bench): Promise<{ superToken: Contract; forwarder: Contract }> {
  await deployErc1820(bench);
  const artifactOf = (source: string, name: string) => peerFile(`${BUILD}/${source}/${name}.json`);
  const artifact = (source: string, name: string) => readArtifact(artifactOf(source, name), artifactOf);
  const utils = "contracts/utils";
  const framework = await bench.deploy(
    artifact(`${utils}/SuperfluidFrameworkDeployer.t.sol`, "SuperfluidFrameworkDeployer"),
  );
  const steps = await bench.read<number>(framework, "getNumSteps");
  for (let step = 0; step < steps; step++) {
    await bench.send(bench.deployer, { to: framework, name: "executeStep", args: [step] });
  }
  const addresses = await bench.read<{ superTokenFactory: Address; cfaV1Forwarder: Address }>(
    framework,
    "getFramework",
  );
  const factory = { address: addresses.superTokenFactory, abi: FACTORY_ABI };
  const create = {
    ...factory,
    functionName: "createERC20Wrapper",
    args: [bench.token.address, 18, 1, "Wrapped", "WRAPPED"],
    account: bench.deployer,
  } as const;
  const { result: superToken } = await bench.client.simulateContract(create);
  await bench.send(bench.deployer, { to: factory, name: create.functionName, args: create.args });
  return {
    superToken: { address: superToken, abi: SUPER_TOKEN_ABI },
    forwarder: {
      address: addresses.cfaV1Forwarder,
      abi: artifact(`${utils}/CFAv1Forwarder.sol`, "CFAv1Forwarder").abi,
    },
  };
}

/** Puts the package's code of the ERC-1820 registry at its one address on every chain. */
async function deployErc1820(bench: Bench): Promise<void> {
  const { bin } = JSON.parse(
    readFileSync(peerFile(`${ROOT}/dev-scripts/artifacts/ERC1820Registry.json`), "utf8"),
  ) as { bin: string };
  const { data } = await bench.client.call({
    account: bench.deployer,
    data: `0x${bin.replace(/^0x/, "")}` as Hex,
  });
  if (!data) throw new Error("the constructor of ERC1820Registry returned no code");
  await bench.client.setCode({ address: "0x1820a4B7618BdE71Dce8cdc73aAB6C95905faD24", bytecode: data });
}

function compilerOfBuild(): string {
  const folder = peerFile(`${BUILD}/build-info`);
  const { solcVersion, input } = JSON.parse(readFileSync(`${folder}/${readdirSync(folder)[0]}`, "utf8"));
  return compilerOf({ compiler: { version: solcVersion }, settings: input.settings });
}
