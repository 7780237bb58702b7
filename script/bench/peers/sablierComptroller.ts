// SPDX-License-Identifier: GPL-3.0-or-later
import { zeroAddress } from "viem";
import { readArtifact } from "../artifacts.ts";
import type { Bench, Contract } from "../bench.ts";
import { peerFile } from "./install.ts";

const ARTIFACTS = "@sablier/evm-utils/artifacts";

/** Deploys the source of Flow's and Lockup's fee, behind a proxy as on a public chain; without an oracle the fee is 0. */
export async function deployComptroller(bench: Bench): Promise<Contract> {
  const admin = bench.deployer;
  const logic = await bench.deploy(readArtifact(peerFile(`${ARTIFACTS}/SablierComptroller.json`)), [admin]);
  const initialize = bench.encode({ to: logic, name: "initialize", args: [admin, 0, 0, 0, 0, zeroAddress] });
  const proxy = await bench.deploy(readArtifact(peerFile(`${ARTIFACTS}/ERC1967Proxy.json`)), [
    logic.address,
    initialize,
  ]);
  return { address: proxy.address, abi: logic.abi };
}
