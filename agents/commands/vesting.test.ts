// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, test } from "vitest";
import { assertWellFormed } from "../sdk/vesting/testing/assertWellFormed.ts";
import { runCli } from "./testing/runCli.ts";

const directory = mkdtempSync(join(tmpdir(), "vesting-"));
afterAll(() => rmSync(directory, { recursive: true }));

const plot = (...args: string[]) => runCli(["vesting", "plot", ...args], { cwd: directory });
const rowsOf = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/ +/));

describe.concurrent("tributary vesting plot", () => {
  test("prints the official schedule with its allocations, and draws it", async () => {
    const { code, out, err } = await plot("--out", "official.svg");
    assert.equal(code, 0, err);
    assert.deepEqual(rowsOf(out), [
      ["month", "vested", "STREAM", "creators", "viewers", "staking", "platform", "development"],
      ["0", "10%", "100000000", "45000000", "20000000", "15000000", "10000000", "10000000"],
      ["11", "10%", "100000000", "45000000", "20000000", "15000000", "10000000", "10000000"],
      ["12", "40%", "400000000", "180000000", "80000000", "60000000", "40000000", "40000000"],
      ["24", "70%", "700000000", "315000000", "140000000", "105000000", "70000000", "70000000"],
      ["36", "100%", "1000000000", "450000000", "200000000", "150000000", "100000000", "100000000"],
    ]);
    const svg = readFileSync(join(directory, "official.svg"), "utf8");
    assertWellFormed(svg);
    assert.ok(svg.includes(">Vesting of 1,000,000,000 STREAM<"));
  });

  test("takes another line", async () => {
    const { out } = await plot(
      ...["--initial-bps", "0", "--cliff", "6", "--months", "24", "--total", "12", "--out", "line.svg"],
    );
    assert.deepEqual(rowsOf(out), [
      ["month", "vested", "STREAM"],
      ["0", "0%", "0"],
      ["5", "0%", "0"],
      ["6", "25%", "3"],
      ["15", "62.5%", "7.5"],
      ["24", "100%", "12"],
    ]);
    assertWellFormed(readFileSync(join(directory, "line.svg"), "utf8"));
  });

  test("takes tranches", async () => {
    const { out } = await plot("--tranches", "0:10,6:20,12:70", "--total", "5", "--out", "tranches.svg");
    assert.deepEqual(rowsOf(out), [
      ["month", "vested", "STREAM"],
      ["0", "10%", "0.5"],
      ["6", "30%", "1.5"],
      ["12", "100%", "5"],
    ]);
    assertWellFormed(readFileSync(join(directory, "tranches.svg"), "utf8"));
  });

  for (const [args, complaint] of [
    [["--cliff", "40"], "The cliff, month 40, is after the end, month 36."],
    [["--tranches", "6:1,5:1"], "6:1,5:1 is not a schedule."],
    [["--tranches", "6:0"], "6:0 is not a schedule."],
    [["--tranches", "soon"], 'tranches: got "soon". Expected: <month>:<weight>'],
    [["--initial-bps", "10001"], 'initialBps: got "10001". Expected: a whole number from 0 to 10000'],
  ] as const) {
    test(`refuses ${args.join(" ")}`, async () => {
      const { code, out, err } = await plot(...args);
      assert.equal(code, 1);
      assert.equal(out, "");
      assert.ok(err.includes(complaint), err);
    });
  }
});
