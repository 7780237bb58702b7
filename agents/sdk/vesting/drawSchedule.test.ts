// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { describe, test } from "vitest";
import { ALLOCATIONS } from "./allocations.ts";
import { type DrawScheduleParameters, drawSchedule } from "./drawSchedule.ts";
import { linearSchedule, MONTH_SEC, officialSchedule, trancheSchedule } from "./schedule.ts";
import { assertWellFormed } from "./testing/assertWellFormed.ts";

const START = 1_800_000_000;
const official: DrawScheduleParameters = {
  schedule: officialSchedule(START),
  start: START,
  origin: "launch",
  marks: [0, 11, 12, 24, 36],
  title: "Vesting",
  subtitle: "of all",
  allocations: ALLOCATIONS,
};
const labelsOf = (svg: string) => [...svg.matchAll(/class="mark" [^>]*>([^<]*)</g)].map(([, label]) => label);
const pathOf = (svg: string) => /class="curve" d="([^"]*)"/.exec(svg)?.[1];

describe("the picture of a schedule", () => {
  test("is well-formed, and follows light and dark", () => {
    const svg = drawSchedule(official);
    assertWellFormed(svg);
    assert.match(svg, /@media\(prefers-color-scheme:dark\)/);
  });

  test("names its points", () => {
    assert.deepEqual(labelsOf(drawSchedule(official)), [
      ...["launch", "10%"],
      ...["month 11", "10%"],
      ...["month 12", "40%"],
      ...["month 24", "70%"],
      ...["month 36", "100%"],
    ]);
  });

  test("jumps at launch and at month 12, and is straight from there to month 36", () => {
    // 724 by 384, from 76, 520
    assert.equal(
      pathOf(drawSchedule(official)),
      "M76 520L76 520L76 481.6L317.3 481.6L317.3 366.4L317.3 366.4L800 136",
    );
  });

  test("stacks the allocations up to the curve", () => {
    const svg = drawSchedule(official);
    const areas = [...svg.matchAll(/fill-opacity="\.82" d="M([^"]*)Z"/g)].map(([, d = ""]) => d.split("L"));
    assert.equal(areas.length, 5);
    for (const [index, area] of areas.entries()) {
      const [upper, lower] = [area.slice(0, 7), area.slice(7).reverse()];
      const below = areas[index - 1]?.slice(0, 7) ?? lower.map((point) => `${point.split(" ")[0]} 520`);
      assert.deepEqual(lower, below, "it stands on the one before");
      if (index === 4) assert.equal(`M${upper.join("L")}`, pathOf(svg));
    }
    for (const { name, percent } of ALLOCATIONS)
      assert.ok(svg.includes(`>${name}<`) && svg.includes(`>${percent}%<`));
  });

  test("escapes what it is told", () => {
    const svg = drawSchedule({
      ...official,
      title: `<a b="'&">`,
      allocations: [{ name: "</svg>", percent: 100 }],
    });
    assertWellFormed(svg);
    assert.ok(svg.includes(">&#60;a b=&#34;&#39;&#38;&#34;&#62;<"));
  });

  test("leaves out labels that would cover others, never points", () => {
    const months = Array.from({ length: 37 }, (_, month) => month);
    const schedule = trancheSchedule(
      months.map((month) => ({ time: START + month * MONTH_SEC, weight: 1n })),
    );
    const svg = drawSchedule({ ...official, schedule, marks: months });
    assert.equal(svg.match(/<circle /g)?.length, 37);
    assert.ok(labelsOf(svg).length < 2 * 37);
  });

  test("can be of a schedule without a length", () => {
    const svg = drawSchedule({ ...official, schedule: linearSchedule(START, 0, START, START), marks: [0] });
    assertWellFormed(svg);
    assert.deepEqual(labelsOf(svg), ["launch", "100%"]);
    assert.doesNotMatch(svg, /NaN|Infinity/);
  });
});
