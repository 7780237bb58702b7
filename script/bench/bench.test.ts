// SPDX-License-Identifier: GPL-3.0-or-later
// Needs the output of `forge build` in out/, and no package of a peer.
import assert from "node:assert/strict";
import { parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { readArtifact } from "./artifacts.ts";
import { Bench, type Call } from "./bench.ts";
import { artifactOf } from "./ours/deployment.ts";
import { measureOpenZeppelin } from "./peers/openzeppelin.ts";

const AMOUNT = parseEther("1");

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
  bench.useToken(await bench.deploy(readArtifact(artifactOf("StreamToken")), [bench.deployer]));
});
afterAll(() => bench.stop());

const transfer = (to: string, amount: bigint): Call => ({
  to: bench.token,
  name: "transfer",
  args: [to, amount],
});

test("the gas is that of the whole transaction, and steady", async () => {
  const { address: from } = await bench.actor("from");
  const { address: to } = await bench.actor("to");
  const first = await bench.pays(to, from, transfer(to, AMOUNT), AMOUNT);
  assert(first > 33_000 && first < 35_000, `a transfer costs ${first}`);
  assert.equal(await bench.pays(to, from, transfer(to, AMOUNT), AMOUNT), first);
});

test("an operation that pays nobody, or another amount, is no figure", async () => {
  const { address: from } = await bench.actor("from");
  const { address: to } = await bench.actor("to");
  await assert.rejects(bench.pays(to, from, transfer(to, 0n)), /transfer paid nothing/);
  await assert.rejects(
    bench.pays(to, from, transfer(to, 2n * AMOUNT), AMOUNT),
    /transfer paid another amount/,
  );
});

test("a revert is told with its reason", async () => {
  const { address: from } = await bench.actor("from");
  const { address: to } = await bench.actor("to");
  await assert.rejects(bench.send(from, transfer(to, parseEther("1000000000"))), /InsufficientBalance/);
});

test("OpenZeppelin's release costs what it did when it was first measured", async () => {
  const { figures } = await measureOpenZeppelin(bench);
  const { gas } = figures.vestingRelease!;
  assert(Math.abs(gas - 47_238) < 500, `release costs ${gas}`);
});
