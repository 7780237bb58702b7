// SPDX-License-Identifier: GPL-3.0-or-later
import type { ChainConnection } from "../../kernel/chain/chain.ts";
import type { Screen } from "../../kernel/terminal/screen.ts";
import type { Agents } from "../agents.ts";
import type { Cast } from "./cast.ts";
import type { Work } from "./publishing.ts";

/** What every act is given. */
export type Telling = {
  files: readonly string[];
  /** How much of a work each viewer watches at most. */
  seconds: number;
  chain: ChainConnection;
  agents: Agents;
  cast: Cast;
  directory: string;
  /** Where people sign in. */
  pageUrl: string;
  screen: Screen;
  /** Called with each work, once every edge has it. */
  onPublished: (work: Work) => void;
  signal: AbortSignal;
};

/** How many proofs were made, and how long they took in all. */
export type ProofTimes = { proofs: number; seconds: number };

/** How long a key node may take: a machine that runs every node of the story is no quick one. */
export const KEY_NODE_TIMEOUT_MS = 60_000;
