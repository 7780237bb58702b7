// SPDX-License-Identifier: GPL-3.0-or-later
import { join } from "node:path";
import { formatEther } from "viem";
import type { Edge } from "../client/content/requestChunk.ts";
import { BOND_WEI, type Cast, type Person } from "./cast.ts";
import type { AgentProcess, Processes } from "./processes.ts";

/** The first media chunk: every work has it, and every viewer watches it. */
const FAULTY_CHUNK = "1";
export const EDGES = 3;

export type Agents = {
  all: AgentProcess[];
  sequencer: AgentProcess;
  prover: Person;
  challenger: Person;
  edges: Edge[];
  /** The one that serves a flipped byte. */
  liar: Edge;
};

/** Starts the sequencer, the prover, the challenger and three edges, one of which is told to lie. */
export async function startAgents(options: {
  processes: Processes;
  cast: Cast;
  directory: string;
  rpcUrl: string;
  deploymentPath: string;
}): Promise<Agents> {
  const { processes, cast, directory, rpcUrl, deploymentPath } = options;
  const start = async (name: string, role: string, streamWei: bigint, settings: Record<string, string>) => {
    const person = await cast.make(name, streamWei);
    const agent = await processes.start(name, role, {
      TRIBUTARY_RPC_URL: rpcUrl,
      TRIBUTARY_DEPLOYMENT: deploymentPath,
      TRIBUTARY_KEY: person.key,
      TRIBUTARY_DATA_DIR: join(directory, name),
      TRIBUTARY_PORT: "0",
      TRIBUTARY_POLL_MS: "250",
      TRIBUTARY_FINALITY_BLOCKS: "0",
      ...settings,
    });
    return { agent, person };
  };

  const sequencer = await start("sequencer", "sequencer", 0n, { TRIBUTARY_SETTLE_IDLE_SEC: "2" });
  const prover = await start("prover", "prover", 0n, {});
  const edges: Awaited<ReturnType<typeof start>>[] = [];
  for (let number = 1; number <= EDGES; number += 1) {
    const lies = number === EDGES;
    const bond = { TRIBUTARY_BOND: formatEther(BOND_WEI), TRIBUTARY_RESERVE_BYTES: "100000000" };
    const settings = { ...bond, ...(lies && { TRIBUTARY_FAULT_CHUNK: FAULTY_CHUNK }) };
    edges.push(await start(`edge-${number}`, "edge", BOND_WEI, settings));
  }
  const challenger = await start("challenger", "challenger", 0n, {});

  const served = edges.map(({ agent, person }) => ({
    operator: person.account.address,
    endpoint: agent.url,
  }));
  return {
    all: [sequencer, prover, challenger, ...edges].map(({ agent }) => agent),
    sequencer: sequencer.agent,
    prover: prover.person,
    challenger: challenger.person,
    edges: served,
    liar: served[EDGES - 1]!,
  };
}
