// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { manualClock } from "../testing/manualClock.ts";
import { UserError } from "./errors.ts";
import { createLogger } from "./log.ts";
import { type LoopOptions, startLoop } from "./loop.ts";
import { createReadiness } from "./readiness.ts";

const log = createLogger("test", "silent");

function setUp(tick: LoopOptions["tick"], options: Partial<LoopOptions> = {}) {
  const clock = manualClock();
  const readiness = createReadiness(clock);
  const loop = startLoop({ name: "work", everyMs: 100, tick, readiness, log, clock, ...options });
  return { clock, readiness, loop };
}

test("a failing tick is retried after pauses that double up to a limit, and shows in readiness", async () => {
  let ticks = 0;
  const failing = async () => {
    ticks += 1;
    throw new Error("no chain");
  };
  const { clock, readiness, loop } = setUp(failing, { backoffMaxMs: 500 });
  await clock.advance(0);
  assert.deepEqual(readiness.report(), {
    ready: false,
    checks: [{ name: "work", ok: false, reason: "no chain", lastOkMs: undefined }],
  });
  for (const [waitMs, expected] of [
    [199, 1],
    [1, 2],
    [399, 2],
    [1, 3],
    [499, 3],
    [1, 4],
    [500, 5],
  ] as const) {
    await clock.advance(waitMs);
    assert.equal(ticks, expected);
  }
  await loop.stop();
});

test("a failure that somebody reports already is not logged again", async () => {
  class Reported extends UserError {
    override readonly isReported = true;
  }
  for (const [error, lines] of [
    [new Reported("full", "make room"), 0],
    [new UserError("odd", "look"), 1],
  ] as const) {
    const written: string[] = [];
    const told = createLogger("test", "info", { write: (line: string) => void written.push(line) });
    const { clock, loop } = setUp(() => Promise.reject(error), { log: told });
    await clock.advance(0);
    await clock.advance(200);
    assert.equal(written.length, lines);
    await loop.stop();
  }
});

test("after a good tick the pause is short again and the role is ready", async () => {
  let ticks = 0;
  const { clock, readiness, loop } = setUp(async () => {
    ticks += 1;
    if (ticks === 1) throw new Error("once");
  });
  await clock.advance(0);
  await clock.advance(200);
  assert.equal(readiness.report().ready, true);
  await clock.advance(100);
  assert.equal(ticks, 3);
  await loop.stop();
});

test("a role stays ready through a few failed ticks, and not through more", async () => {
  let ticks = 0;
  const { clock, readiness, loop } = setUp(async () => {
    ticks += 1;
    if (ticks > 1) throw new Error("no chain");
  });
  await clock.advance(0);
  const seen = [readiness.report().ready];
  for (const waitMs of [100, 200, 400]) {
    await clock.advance(waitMs);
    seen.push(readiness.report().ready);
  }
  assert.deepEqual(seen, [true, true, true, false]);
  assert.equal(readiness.report().checks[0]?.reason, "no chain");
  await loop.stop();
});

test("ticks never overlap, and stop waits for the one under way", async () => {
  let running = 0;
  let finish = () => {};
  const { clock, loop } = setUp(async () => {
    assert.equal(++running, 1);
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    running -= 1;
  });
  await clock.advance(0);
  loop.wake();
  await clock.advance(1_000);
  assert.equal(running, 1);
  let stopped = false;
  const stopping = loop.stop().then(() => {
    stopped = true;
  });
  await clock.advance(0);
  assert.equal(stopped, false);
  finish();
  await stopping;
  assert.equal(running, 0);
});

test("wake ticks now, and a wake during a tick causes one more", async () => {
  let ticks = 0;
  const { clock, loop } = setUp(async () => {
    ticks += 1;
    if (ticks === 2) loop.wake();
  });
  await clock.advance(0);
  assert.equal(ticks, 1);
  loop.wake();
  await clock.advance(0);
  await clock.advance(0);
  assert.equal(ticks, 3);
  await loop.stop();
});

test("stop aborts the signal of the tick under way", async () => {
  const { clock, loop } = setUp(
    (signal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
  );
  await clock.advance(0);
  await loop.stop();
});

test("a tick that hangs makes the role not ready", async () => {
  let ticks = 0;
  const hanging = () => (++ticks === 1 ? Promise.resolve() : new Promise<void>(() => {}));
  const { clock, readiness } = setUp(hanging, { staleAfterMs: 5_000 });
  await clock.advance(0);
  assert.equal(readiness.report().ready, true);
  await clock.advance(5_001);
  assert.match(readiness.report().checks[0]?.reason ?? "", /no progress for 5 s/);
});
