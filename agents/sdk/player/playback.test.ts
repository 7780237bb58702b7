// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, test, vi } from "vitest";
import { mediaPlayback, realTimePlayback, unlessPlayed } from "./playback.ts";

test("time lost in a stall or asleep is not made up for", async () => {
  const clock = vi.spyOn(performance, "now");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    let nowMs = 0;
    clock.mockImplementation(() => nowMs);
    const playback = realTimePlayback();
    const began = async (second: number, afterMs: number) => {
      const begins = playback.begins(second);
      nowMs += afterMs;
      await vi.advanceTimersByTimeAsync(afterMs);
      return Promise.race([begins, Promise.resolve().then(() => "waits")]);
    };
    assert.equal(await began(0, 0), true);
    nowMs += 3_600_000; // asleep
    assert.equal(await began(1, 0), true);
    // the hour is lost: the next second takes a second again
    const next = playback.begins(2);
    await vi.advanceTimersByTimeAsync(999);
    assert.equal(await Promise.race([next, Promise.resolve("waits")]), "waits");
    nowMs += 1_000;
    await vi.advanceTimersByTimeAsync(1);
    assert.equal(await next, true);
  } finally {
    vi.useRealTimers();
    clock.mockRestore();
  }
});

describe("a media element's clock", () => {
  /** An element whose played ranges a test sets. */
  function fakeElement() {
    const listeners = new Set<() => void>();
    let ranges: [number, number][] = [];
    const element = {
      ended: false,
      error: null as { message: string } | null,
      get played() {
        return {
          length: ranges.length,
          start: (n: number) => ranges[n]![0],
          end: (n: number) => ranges[n]![1],
        };
      },
      addEventListener: (_: string, listener: () => void) => void listeners.add(listener),
      removeEventListener: (_: string, listener: () => void) => void listeners.delete(listener),
    };
    return Object.assign(element, {
      listeners,
      plays(...given: [number, number][]) {
        ranges = given;
        for (const listener of listeners) listener();
      },
    });
  }

  test("a failure is heard after what was played by then, and not instead of it", async () => {
    const element = fakeElement();
    element.plays([0, 7.9]);
    const failing = (second: number) =>
      Promise.reject(new Error("no edge")).catch(unlessPlayed(element, second));
    assert.equal(await failing(7), true);
    await assert.rejects(failing(8), /no edge/);
  });

  test("counts what was played, not where the viewer jumped", async () => {
    const element = fakeElement();
    const began: number[] = [];
    const paidAll = (async () => {
      const playback = mediaPlayback(element);
      for (let second = 0; await playback.begins(second); second += 1) began.push(second);
    })();
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    await settle();
    assert.deepEqual(began, [], "a video that was not started costs nothing");
    element.plays([0, 0.25]);
    await settle();
    assert.deepEqual(began, [0]);
    element.plays([0, 0.25], [100, 100.5]); // a jump of 100 s
    await settle();
    assert.deepEqual(began, [0]);
    element.plays([0, 0.25], [100, 102]);
    await settle();
    assert.deepEqual(began, [0, 1, 2]);
    element.ended = true;
    element.plays([0, 0.25], [100, 102]);
    await paidAll;
    assert.deepEqual([began, element.listeners.size], [[0, 1, 2], 0]);
  });

  test("rejects once the element fails, before and while a second is waited for", async () => {
    const element = fakeElement();
    const begins = mediaPlayback(element).begins(0);
    element.error = { message: "DEMUXER_ERROR" };
    element.plays();
    await assert.rejects(begins, /the player stopped: DEMUXER_ERROR/);
    await assert.rejects(mediaPlayback(element).begins(0), /the player stopped/);
  });

  test("ends with its signal's reason", async () => {
    const ending = new AbortController();
    const begins = mediaPlayback(fakeElement()).begins(0, ending.signal);
    ending.abort(new Error("left"));
    await assert.rejects(begins, /left/);
  });
});
