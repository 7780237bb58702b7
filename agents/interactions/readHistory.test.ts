// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { concatHex, type Hex, padHex, zeroHash } from "viem";
import { test } from "vitest";
import { packOperation } from "../sdk/interactions/operation.ts";
import { monitorReport } from "./monitorReport.ts";
import { historyOf } from "./readHistory.ts";
import { judge, replay } from "./replay.ts";

type Logs = Parameters<typeof historyOf>[0];
const log = (eventName: string, args: object) => ({ eventName, args, blockNumber: 1n });
const historyFrom = (...logs: object[]) => historyOf(logs as never as Logs, () => undefined);

const address = (byte: number) => padHex(`0x${byte.toString(16)}`, { size: 20 });
const id = (byte: number) => padHex(`0x${byte.toString(16)}`, { size: 32 });
const actors = [0, 1, 2].map((actor) => log("ActorRegistered", { actor, key: address(10 + actor) }));
const follow = packOperation({ kind: "follow", actor: 0, target: 1 }).operation;
const strideOf = (operation: Hex) => padHex(operation, { dir: "right", size: 192 });
/** Unsigned unless it says otherwise. */
const posted = (number: bigint, operations: Hex, isSigned = false) =>
  log("InputsPosted", {
    ...{ number, operations, signatures: "0x" },
    posting: { postedAt: 7_200, actors: 3, works: 0, isSigned },
  });
const asserted = (byte: number, posting: bigint, rootBefore: Hex, roots: Hex[]) =>
  log("Asserted", { id: id(byte), posting, asserter: address(byte), rootBefore, roots });

const decided = () => true;

test("one signature that is not shown silences a whole posting; once shown, its operation counts for its version", () => {
  const twoStrides = concatHex([strideOf(follow), strideOf(follow)]);
  const demand = (stride: bigint) => log("SignatureDemanded", { number: 0n, stride, place: 0 });
  const show = (stride: bigint, version: number) =>
    log("SignatureShown", { number: 0n, stride, place: 0, version });
  const rootsOf = (...logs: object[]) =>
    replay(historyFrom(...actors, posted(0n, twoStrides), ...logs), decided).open[0]!.roots;

  const [first, second] = rootsOf();
  assert.notEqual(first, zeroHash);
  assert.notEqual(second, first);
  assert.deepEqual(rootsOf(demand(1n)), [zeroHash, zeroHash]);
  assert.deepEqual(rootsOf(demand(1n), show(1n, 1)), [first, second]);
  assert.deepEqual(rootsOf(demand(1n), show(1n, 0)), [first, first]);
  assert.deepEqual(rootsOf(demand(1n), show(1n, 0), show(1n, 1)), [first, second]);
  assert.deepEqual(rootsOf(demand(0n), show(0n, 0), demand(1n)), [zeroHash, zeroHash]);
});

test("a key that is retired signs for no posting from then on, and for those before", () => {
  const retired = log("KeyRetired", { actor: 0, posting: 1n });
  const history = historyFrom(...actors, posted(0n, strideOf(follow)), posted(1n, strideOf(follow)), retired);
  const { open } = replay(history, decided);
  assert.notEqual(open[0]!.roots[0], zeroHash);
  assert.equal(open[1]!.roots[0], open[0]!.roots[0]);
});

test("strides of the queue are executed where they were posted; nothing is said while marks may change", () => {
  const forced = log("StrideForced", { place: 0n, operations: strideOf(follow), signatures: id(0) });
  const taken = log("ForcedPosted", { number: 0n, place: 0n, count: 1n });
  const history = historyFrom(...actors, forced, posted(0n, "0x", true), taken, posted(1n, strideOf(follow)));
  assert.equal(history.postings[0]!.operations.length, 192);
  const { open } = replay(history, ({ isSigned }) => isSigned);
  assert.deepEqual(open, [{ number: 0n, rootBefore: zeroHash, roots: [zeroHash] }]);
  assert.equal(judge({ posting: 1n, rootBefore: zeroHash, roots: [zeroHash] }, open), "unknown");
});

test("each assertion is judged by execution, and each bond counted once, by whom it waits for", () => {
  const logs = [...actors, posted(0n, strideOf(follow)), posted(1n, strideOf(follow))];
  const [first, second] = replay(historyFrom(...logs), decided).open;
  const [after, next] = [first!.roots[0]!, second!.roots[0]!];
  const history = historyFrom(
    ...[...logs, asserted(1, 0n, zeroHash, [after]), asserted(2, 0n, zeroHash, [id(9)])],
    ...[asserted(3, 1n, after, [next]), asserted(4, 1n, after, [id(9)]), asserted(5, 1n, id(9), [next])],
    ...[asserted(6, 0n, zeroHash, [id(8)])],
    log("Falsified", { id: id(2), prover: address(7) }),
    log("RewardTaken", { id: id(2), prover: address(8) }),
    log("Confirmed", { id: id(1), posting: 0n, root: after }),
    log("Collected", { id: id(1) }),
    log("Reaped", { id: id(6), reaper: address(7) }),
    log("ConfirmationDelayed", { posting: 1n }),
  );
  const terms = { nowSec: 1_100, bondWei: 10n, windowSec: 100, mostDelaySec: 50 };
  const madeAtSec = ({ id: own }: { id: Hex }) => (own === id(5) ? 900 : 1_060);
  const report = monitorReport(history, replay(history, decided), terms, madeAtSec);
  assert.deepEqual(
    report.assertions.map((one) => [one.outcome, one.execution, one.secondsLeft, one.unclaimedWei]),
    [
      ["confirmed", undefined, undefined, 0n],
      ["falsified", undefined, undefined, 3n],
      ["pending", "true", 110, 0n],
      ["pending", { falseFrom: 0 }, 110, 0n],
      ["pending", "false root before", 0, 0n],
      ["reaped", undefined, undefined, 5n],
    ],
  );
  assert.equal(report.assertions[1]!.holder, address(8));
  assert.deepEqual([report.atRiskWei, report.unclaimedWei, report.falseFinal], [30n, 8n, undefined]);
});

test("a false state that is final is told, and nothing is judged from there on", () => {
  const logs = [...actors, posted(0n, strideOf(follow)), posted(1n, strideOf(follow))];
  const lie = [asserted(1, 0n, zeroHash, [id(9)]), log("Confirmed", { id: id(1), posting: 0n, root: id(9) })];
  assert.deepEqual(replay(historyFrom(...logs, ...lie), decided), { falseFinal: 0n, open: [] });
});
