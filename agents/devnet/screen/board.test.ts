// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { promisify } from "node:util";
import { test } from "vitest";
import { createChallengerMetrics } from "../../challenger/metrics.ts";
import { createEdgeMetrics } from "../../edge/metrics.ts";
import { createMetrics, type Metrics } from "../../kernel/process/metrics.ts";
import { keyholderMetrics } from "../../keyholder/metrics.ts";
import { proverMetrics } from "../../prover/metrics.ts";
import { sequencerMetrics } from "../../sequencer/metrics.ts";
import { signinMetrics } from "../../signin/metrics.ts";
import { createWatchtowerMetrics } from "../../watchtower/metrics.ts";
import type { Role } from "../processes.ts";
import { FIGURES, rowOf } from "./board.ts";
import { parseSamples } from "./samples.ts";

const METRICS: Record<Role, (metrics: Metrics) => unknown> = {
  sequencer: sequencerMetrics,
  prover: proverMetrics,
  challenger: createChallengerMetrics,
  watchtower: createWatchtowerMetrics,
  edge: createEdgeMetrics,
  keyholder: keyholderMetrics,
  signin: signinMetrics,
};

for (const [role, figures] of Object.entries(FIGURES)) {
  test(`what the board shows of the ${role} are metrics that it has`, async () => {
    const metrics = createMetrics(role);
    METRICS[role as Role](metrics);
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

test("an agent that does not answer has its row, with the reason", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await promisify(server.close.bind(server))();
  const url = `http://127.0.0.1:${port}`;
  const [name, pid, did] = await rowOf({ name: "edge-1", role: "edge", pid: 7, url });
  assert.deepEqual([name, pid], ["edge-1", "7"]);
  assert.match(did!, /^does not answer: Nothing answers at .*ECONNREFUSED/);
});
