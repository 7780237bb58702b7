// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { createChallengerMetrics } from "../../challenger/metrics.ts";
import { createEdgeMetrics } from "../../edge/metrics.ts";
import { createMetrics, type Metrics } from "../../kernel/process/metrics.ts";
import { proverMetrics } from "../../prover/metrics.ts";
import { sequencerMetrics } from "../../sequencer/metrics.ts";
import { FIGURES } from "./board.ts";
import { parseSamples } from "./samples.ts";

const METRICS: Record<string, (metrics: Metrics) => unknown> = {
  sequencer: sequencerMetrics,
  prover: proverMetrics,
  challenger: createChallengerMetrics,
  edge: createEdgeMetrics,
};

for (const [role, figures] of Object.entries(FIGURES)) {
  test(`what the board shows of the ${role} are metrics that it has`, async () => {
    const metrics = createMetrics(role);
    METRICS[role]!(metrics);
    const text = await metrics.text();
    const shown: string[] = [];
    figures({ sum: (name) => shown.push(name) });
    assert.ok(shown.length >= 2);
    for (const name of shown) assert.match(text, new RegExp(`^# TYPE tributary_${name} `, "m"));
  });
}

test("samples are summed over the labels asked for, and other programs' are left out", async () => {
  const metrics = createMetrics("sequencer");
  const { vouchers, channels } = sequencerMetrics(metrics);
  vouchers.inc({ outcome: "accepted" }, 40);
  vouchers.inc({ outcome: "wrong_key" }, 2);
  channels.set(1e21);
  const samples = parseSamples(`${await metrics.text()}\nnodejs_channels 7\n`);
  assert.equal(samples.sum("vouchers_total"), 42);
  assert.equal(samples.sum("vouchers_total", 'outcome="accepted"'), 40);
  assert.equal(samples.sum("channels"), 1e21);
  assert.equal(samples.sum("vouchers"), 0);
});
