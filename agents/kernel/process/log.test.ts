// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { UserError } from "./errors.ts";
import { createFaultLog, createLogger, type LogLevel } from "./log.ts";
import { createMetrics } from "./metrics.ts";

function capture(level: LogLevel) {
  const lines: string[] = [];
  const log = createLogger("edge", level, { write: (line) => void lines.push(line) });
  return { log, lines };
}

test("secrets do not get into the log, on the surface, inside, or in a child", () => {
  const { log, lines } = capture("info");
  log.info({ key: "s3cret", config: { password: "s3cret", deep: { signature: "s3cret" } } }, "started");
  log.child({ secret: "s3cret" }).info("child");
  assert.equal(lines.length, 2);
  assert.doesNotMatch(lines.join(), /s3cret/);
});

test("a line is one JSON object with level, time, role and message, and amounts keep every digit", () => {
  const { log, lines } = capture("info");
  log.debug("not shown");
  log.info({ wei: 1_000_000_000_000_000_001n }, "paid");
  assert.equal(lines.length, 1);
  const { time, ...rest } = JSON.parse(lines[0] ?? "");
  assert.deepEqual(rest, { level: "info", role: "edge", wei: "1000000000000000001", msg: "paid" });
  assert.ok(!Number.isNaN(Date.parse(time)));
});

test("an error is told in plain words, with its stack at debug only", () => {
  const error = new UserError("The file is gone.", "Make it again.");
  for (const [level, hasStack] of [
    ["info", false],
    ["debug", true],
  ] as const) {
    const { log, lines } = capture(level);
    log.warn({ err: error }, "failed");
    const { err } = JSON.parse(lines[0] ?? "");
    assert.equal(err.message, "The file is gone. Make it again.");
    assert.equal("stack" in err, hasStack);
  }
});

test("metrics carry the prefix and the role", async () => {
  const metrics = createMetrics("edge");
  metrics.counter("chunks_total", "Chunks served", ["result"]).inc({ result: "ok" });
  metrics.gauge("stored_bytes", "Bytes stored").set(7);
  metrics.histogram("proof_seconds", "Proof time", [], [1, 10]).observe(3);
  const text = await metrics.text();
  assert.match(text, /tributary_chunks_total\{result="ok",role="edge"\} 1/);
  assert.match(text, /tributary_stored_bytes\{role="edge"\} 7/);
  assert.match(text, /tributary_proof_seconds_bucket\{le="10",role="edge"\} 1/);
});

test("a stranger's text in a field steers nobody's terminal, and stays what it is", () => {
  const { log, lines } = capture("info");
  const endpoint = "http://x/\x9b2J\u202e";
  log.info({ endpoint }, "edge asked");
  assert.doesNotMatch(lines[0]!.trimEnd(), /[\p{Cc}\u202e]/u);
  assert.ok(lines[0]!.endsWith("}\n"));
  assert.equal(JSON.parse(lines[0]!).endpoint, endpoint);
});

test("a fault that many meet is one line a change of state", () => {
  const lines: string[] = [];
  const log = createLogger("test", "info", {
    write: (line: string) => void lines.push(JSON.parse(line).level + JSON.parse(line).msg),
  });
  const faults = createFaultLog(log, "storing");
  faults.passed();
  for (let n = 0; n < 3; n++) faults.failed(new Error("no chain"));
  faults.failed(new Error("another"));
  for (let n = 0; n < 3; n++) faults.passed();
  assert.deepEqual(lines, ["errorstoring failing", "errorstoring failing", "infostoring works again"]);
});
