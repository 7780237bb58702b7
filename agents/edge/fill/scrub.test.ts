// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { sampleWork } from "../../sdk/content/testing/sampleWork.ts";
import { fillingEdge } from "../testing/fillingEdge.ts";
import { startMemoryEdge } from "../testing/memoryEdge.ts";
import { createScrubber, dueChunks } from "./scrub.ts";

const HOUR_MS = 3_600_000;

test("one percent of the chunks are due in an hour, however it is cut", () => {
  assert.deepEqual(dueChunks(1_000, 1, HOUR_MS, 0), { count: 10, carried: 0 });
  let [total, carried] = [0, 0];
  for (let look = 0; look < 360; look++) {
    const due = dueChunks(1_000, 1, HOUR_MS / 360, carried);
    total += due.count;
    carried = due.carried;
  }
  assert.ok(Math.abs(total + carried - 10) < 1e-6);
  assert.equal(dueChunks(1_000, 0, HOUR_MS, 0).count, 0);
  // after a long sleep, one round
  assert.equal(dueChunks(3, 100, 1_000 * HOUR_MS, 0).count, 3);
});

test("the scrub finds every damaged chunk in one round, drops it, and fills it again", async (t) => {
  const sample = await sampleWork([90, 65_536, 300, 70, 1_500]);
  const source = await startMemoryEdge(sample);
  t.onTestFinished(() => source.close());
  const ours = await fillingEdge(t, sample, { edges: [source.url] });
  const { contentId } = sample.content;
  for (const [index, bytes] of sample.chunks.entries()) await ours.store.writeChunk(contentId, index, bytes);
  const path = (index: number) => join(ours.directory, contentId, String(index));
  writeFileSync(path(1), sample.chunks[1]!.with(9, sample.chunks[1]![9]! ^ 1));
  writeFileSync(path(3), "");
  const scrubber = createScrubber({ ...ours, random: () => 0 });
  await scrubber.scrub(5);
  await ours.keeper.idle();
  for (const [index, bytes] of sample.chunks.entries())
    assert.ok((await ours.store.readChunk(contentId, index))?.equals(bytes), `chunk ${index}`);
  assert.deepEqual(source.reads.toSorted(), [1, 3]);
});
