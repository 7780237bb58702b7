// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { QUOTED } from "./quoted.ts";
import type { Protocol } from "./rows.ts";
import { formatProtocols, formatTable, linesOf, type Peer, shortfalls } from "./table.ts";

const ours: Protocol[] = [
  { name: "Ours", compiler: "solc", figures: { stake: { gas: 70_000 }, stakeWithdraw: { gas: 64_000.2 } } },
];
const measured: Peer = {
  name: "Measured",
  compiler: "solc",
  figures: { stake: { gas: 140_000 }, stakeWithdraw: { gas: 60_000, note: "pays nobody" } },
};
const quoted: Peer = {
  name: "Quoted",
  quoted: "measured 2026-11-22",
  compiler: "solc",
  figures: { stake: { gas: 139_000, note: "pays nobody" } },
};

test("the best peer is the cheapest, and a quoted one is marked", () => {
  const [stake, reward, withdraw] = linesOf(ours, [measured, quoted], ["staking"]);
  assert.deepEqual(stake!.best, { peer: "Quoted", gas: 139_000, quoted: true, note: "pays nobody" });
  assert.equal(stake!.ratio, 70_000 / 139_000);
  assert.equal(withdraw!.best!.quoted, false);
  assert.equal(reward!.best, undefined);
  assert.equal(reward!.ours, undefined);
});

test("only the sections that are asked for have lines", () => {
  const lines = linesOf(ours, [measured], ["pools", "staking"]);
  assert.deepEqual([...new Set(lines.map(({ section }) => section))], ["pools", "staking"]);
});

test("a fraction of gas counts as a whole one, and against the goal", () => {
  const withdraw = linesOf(ours, [], ["staking"])[2]!;
  assert.equal(withdraw.ours, 64_001);
  assert.deepEqual(shortfalls([withdraw]), ["staking, withdraw: 64,001 is above the goal of 64,000"]);
});

test("a row is short when a peer is as cheap, and when ours is missing", () => {
  const [stake, reward, withdraw] = linesOf(ours, [measured, quoted], ["staking"]);
  assert.deepEqual(shortfalls([stake!]), []);
  assert.deepEqual(shortfalls([reward!]), ["staking, get reward: ours was not measured"]);
  assert.equal(shortfalls([withdraw!])[0], "staking, withdraw: 64,001 is not below Measured's 60,000");
  const level = { ...stake!, best: { ...stake!.best!, gas: 70_000 }, ratio: 1 };
  assert.equal(shortfalls([level]).length, 1);
});

test("the columns of the table line up, and a note stands once", () => {
  const table = formatTable(linesOf(ours, [measured, quoted], ["staking"]));
  assert.equal(
    table,
    [
      "operation       ours    goal  best peer   theirs  ratio",
      "staking",
      "  stake       70,000  78,000  Quoted     139,000   0.50  quoted [1]",
      "  get reward       –  58,000  –                –      –",
      "  withdraw    64,001  64,000  Measured    60,000   1.07  [1]",
      "[1] pays nobody",
    ].join("\n"),
  );
});

test("a protocol is listed with what it measured in the sections that are asked for", () => {
  assert.equal(formatProtocols([measured, quoted], ["channels"]), "");
  assert.equal(
    formatProtocols([quoted], ["staking"]),
    ["Quoted (quoted: measured 2026-11-22)", "  staking: stake  139,000  pays nobody"].join("\n"),
  );
});

test("every quoted figure says where and when it was taken", () => {
  for (const { name, quoted } of QUOTED) assert.match(quoted ?? "", /\d{4}-\d{2}-\d{2}/, name);
});
