// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { afterMediaEvent, announcementOf, type MediaEventType, type Status } from "./status.ts";

const after = (status: Status, ...events: MediaEventType[]) =>
  events.reduce((before, type) => afterMediaEvent(before, type, false), status).step;
const problem = { title: "It broke", text: "Try again.", remedy: "again" } as const;

test("the status follows the element from the first second to the last, whose payment is the end", () => {
  const opening: Status = { step: "opening", what: "Getting the first chunks…" };
  // an element without media waits and pauses by itself
  assert.equal(after(opening, "waiting", "pause"), "opening");
  assert.equal(after(opening, "playing"), "playing");
  assert.equal(after({ step: "ready" }, "playing", "waiting"), "stalled");
  assert.equal(after({ step: "playing" }, "pause"), "paused");
  assert.equal(after({ step: "playing" }, "pause", "playing"), "playing");
  assert.equal(afterMediaEvent({ step: "playing" }, "pause", true).step, "playing");
});

test("what stopped stays stopped, and nobody's element says nothing", () => {
  for (const status of [{ step: "idle" }, { step: "stopped", problem }, { step: "ended" }] as const)
    assert.equal(after(status, "playing", "pause", "waiting"), status.step);
});

test("a step is said in words, and a pause says that nothing is paid", () => {
  assert.equal(announcementOf({ step: "idle" }), "");
  assert.match(announcementOf({ step: "paused" }), /Nothing is paid/);
  assert.match(announcementOf({ step: "stalled" }), /Nothing is paid/);
  assert.equal(announcementOf({ step: "stopped", problem }), "It broke. Try again.");
});
