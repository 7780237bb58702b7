// SPDX-License-Identifier: GPL-3.0-or-later
import { statSync } from "node:fs";
import { join } from "node:path";
import { type Address, formatEther } from "viem";
import { SAMPLES_PER_ROUND } from "../challenger/policy.ts";
import { CHUNK_BYTES } from "../sdk/content/leaf.ts";
import type { Edge } from "../sdk/content/requestChunk.ts";
import type { AgentProcess, Role } from "./processes.ts";
import { type AgentsPlace, sharedSettings, startAgent } from "./startAgent.ts";
import { BOND_WEI, type Cast, type Person } from "./story/cast.ts";

/** The first media chunk, which every work has and every viewer watches. */
const FAULTY_CHUNK = "1";
const EDGES = 3;
const KEYHOLDERS = 5;

/** The rounds in which the challenger sees every chunk of the largest file, the bad one included. */
const auditRounds = (files: readonly string[]) =>
  Math.max(...files.map((file) => statSync(file).size)) / CHUNK_BYTES / SAMPLES_PER_ROUND;
/** The pause between rounds: all rounds take about a minute, and leave the other agents some time. */
const roundMs = (files: readonly string[]) =>
  Math.round(Math.min(5_000, Math.max(200, 60_000 / auditRounds(files))));

export type Agents = {
  all: AgentProcess[];
  sequencer: AgentProcess;
  prover: AgentProcess;
  watchtower: AgentProcess;
  edges: Edge[];
  /** The edge that serves a flipped byte. */
  liar: Edge;
  /** The account that signs receipts of periods. */
  sequencerAddress: Address;
  /** The last of them answers with wrong points. */
  keyholders: { agent: AgentProcess; person: Person }[];
  signin: AgentProcess;
};

/** Starts the sequencer, the prover, the challenger, the watchtower, three edges, five key nodes and the sign-in service; an edge and a key node are told to lie. */
export async function startAgents(
  place: AgentsPlace,
  options: {
    cast: Cast;
    /** Who demanded a piece already, and knows the chain. */
    challenging: Person;
    files: readonly string[];
    /** Where people sign in. */
    pageUrl: string;
  },
): Promise<Agents> {
  const { cast, challenging, files, pageUrl } = options;
  const start = async (person: Person, role: Role, settings: Record<string, string> = {}) => ({
    person,
    agent: await startAgent(place, person, role, settings),
  });
  const startEdge = (person: Person, lies: boolean) =>
    start(person, "edge", {
      TRIBUTARY_BOND: formatEther(BOND_WEI),
      TRIBUTARY_RESERVE_BYTES: "100000000",
      ...(lies && { TRIBUTARY_FAULT_CHUNK: FAULTY_CHUNK }),
    });

  // one after another, since one account pays all
  const people: Person[] = [];
  people.push(await cast.make("sequencer", BOND_WEI));
  for (const name of ["prover", "watchtower"]) people.push(await cast.make(name));
  for (let number = 1; number <= EDGES; number += 1) people.push(await cast.make(`edge-${number}`, BOND_WEI));
  const keeping: Person[] = [];
  for (let number = 1; number <= KEYHOLDERS; number += 1)
    keeping.push(await cast.make(`keyholder-${number}`, BOND_WEI));
  const [sequencing, proving, towering, ...serving] = people as [Person, Person, Person, ...Person[]];

  const startKeyholder = (person: Person, lies: boolean) =>
    start(person, "keyholder", {
      TRIBUTARY_BOND: formatEther(BOND_WEI),
      TRIBUTARY_CONFIRMATIONS: "0",
      ...(lies && { TRIBUTARY_FAULT_SHARE: "true" }),
    });
  const [[sequencer, prover, challenger, watchtower, ...edges], keyholders, signin] = await Promise.all([
    Promise.all([
      start(sequencing, "sequencer", {
        ...{ TRIBUTARY_SETTLE_IDLE_SEC: "2", TRIBUTARY_SETTLE_MINIMUM_WEI: "0" },
        TRIBUTARY_INTERACTION_WAIT_SEC: "2",
        TRIBUTARY_BOND: formatEther(BOND_WEI),
      }),
      start(proving, "prover"),
      start(challenging, "challenger", { TRIBUTARY_ROUND_MS: String(roundMs(files)) }),
      start(towering, "watchtower"),
      ...serving.map((person, i) => startEdge(person, i === EDGES - 1)),
    ]),
    Promise.all(keeping.map((person, i) => startKeyholder(person, i === KEYHOLDERS - 1))),
    place.processes.start("signin", "signin", {
      ...sharedSettings(place),
      TRIBUTARY_DATA_DIR: join(place.directory, "signin"),
      // passkeys need a name
      TRIBUTARY_HOST: "localhost",
      TRIBUTARY_APP_URL: pageUrl,
    }),
  ]);
  const served = edges.map(({ agent, person }) => ({
    operator: person.account.address,
    endpoint: agent.url,
  }));
  return {
    all: [
      ...[sequencer, prover, challenger, watchtower, ...edges, ...keyholders].map(({ agent }) => agent),
      signin,
    ],
    sequencerAddress: sequencing.account.address,
    keyholders,
    signin,
    sequencer: sequencer.agent,
    prover: prover.agent,
    watchtower: watchtower.agent,
    edges: served,
    liar: served[EDGES - 1]!,
  };
}
