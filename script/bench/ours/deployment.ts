// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Address } from "viem";
import { ANVIL_KEYS } from "../../../agents/localnet/anvil.ts";
import { buildContracts, deployContracts, REPOSITORY } from "../../../agents/localnet/deploy.ts";
import { compilerOfArtifact, readArtifact } from "../artifacts.ts";
import type { Bench, Contract } from "../bench.ts";

export type Deployment = {
  /** The contract of that name in the deployment. */
  contract(name: string): Contract;
  /** Compiler and settings. */
  compilerOf(name: string): string;
};

const FOLDER = join(REPOSITORY, ".tributary/bench");
/** The path of a contract's artifact. */
export const artifactOf = (name: string): string =>
  resolve(REPOSITORY, process.env.FOUNDRY_OUT ?? "out", `${name}.sol/${name}.json`);

/** Deploys the protocol with the deploy script, and makes its STREAM the token of the bench. */
export async function deployOurs(bench: Bench): Promise<Deployment> {
  await buildContracts();
  await mkdir(FOLDER, { recursive: true });
  const deploymentPath = join(FOLDER, "deployment.json");
  await deployContracts({ rpcUrl: bench.rpcUrl, deployerKey: ANVIL_KEYS[0], deploymentPath });
  const { contracts } = JSON.parse(await readFile(deploymentPath, "utf8")) as {
    contracts: Record<string, Address>;
  };
  const deployment: Deployment = {
    contract(name) {
      const address = contracts[name];
      if (!address) throw new Error(`the deploy script deployed no ${name}`);
      return { address, abi: readArtifact(artifactOf(name)).abi };
    },
    compilerOf: (name) => compilerOfArtifact(artifactOf(name)),
  };
  bench.useToken(deployment.contract("StreamToken"));
  return deployment;
}
