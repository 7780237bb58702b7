// SPDX-License-Identifier: GPL-3.0-or-later
import { nodeUrl } from "../../sdk/wire/nodeUrl.ts";

/** An agent's metrics at one moment. */
export type Samples = {
  /** Adds up the samples of `name` (without our prefix) whose labels contain `labels`; 0 when there is none. */
  sum(name: string, labels?: string): number;
};

/** Asks the agent at `url` for its metrics. Rejects when the agent does not answer in `patienceMs`, or has none. */
export async function readSamples(url: string, patienceMs = 60_000): Promise<Samples> {
  const from = nodeUrl(url, "metrics");
  const ask = () => fetch(from, { signal: AbortSignal.timeout(patienceMs) });
  const response = await ask().catch((error) => {
    if (error instanceof TypeError) return ask();
    throw error;
  });
  if (!response.ok) throw new Error(`${from} answered ${response.status}.`);
  return parseSamples(await response.text());
}

/** Reads Prometheus' text format as far as sums of our own samples go. */
export function parseSamples(text: string): Samples {
  const samples = [...text.matchAll(/^tributary_(\w+)(\{.*\})? (\S+)/gm)];
  return {
    sum: (name, labels = "") =>
      samples
        .filter(([, sample, given = ""]) => sample === name && given.includes(labels))
        .reduce((total, [, , , value]) => total + Number(value), 0),
  };
}
