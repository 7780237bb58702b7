// SPDX-License-Identifier: GPL-3.0-or-later

import type { AgentProcess } from "../processes.ts";
import { columns } from "./columns.ts";
import { readSamples, type Samples } from "./samples.ts";
import type { Screen } from "./screen.ts";

/** What each kind of agent has to show, out of its own metrics. */
export const FIGURES: Record<string, (metrics: Samples) => string> = {
  sequencer: (m) =>
    `${m.sum("vouchers_total", 'outcome="accepted"')} vouchers, ${m.sum("channels")} channels, ${m.sum("settlements_total")} settlements`,
  prover: (m) =>
    `${m.sum("batches_sealed_total")} sealed, ${m.sum("batches_settled_total")} settled${m.sum("proving") > 0 ? ", proving" : ""}`,
  challenger: (m) => `${m.sum("audits_total")} audits, ${m.sum("slashes_total")} slashes`,
  edge: (m) =>
    `${m.sum("chunks_stored")} chunks stored, ${m.sum("chunks_served_total")} served, ${(m.sum("bytes_served_total") / 1e6).toFixed(1)} MB`,
};

/** Draws a table of the agents from their metrics, twice a second, until the returned function is called. */
export function drawBoard(screen: Screen, agents: readonly AgentProcess[]): () => void {
  let ended = false;
  const draw = async () => {
    const rows = await Promise.all(agents.map(rowOf));
    if (!ended) screen.live(["", ...columns([["agent", "pid", "what it did"], ...rows]), ""]);
  };
  const timer = setInterval(() => void draw(), 500);
  return () => {
    ended = true;
    clearInterval(timer);
  };
}

async function rowOf({ name, pid, url }: AgentProcess): Promise<string[]> {
  const figures = FIGURES[name.replace(/-.*$/, "")]!;
  try {
    return [name, String(pid), figures(await readSamples(url))];
  } catch {
    return [name, String(pid), "does not answer"];
  }
}
