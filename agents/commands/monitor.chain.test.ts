// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Hex, padHex, zeroHash } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, test } from "vitest";
import { falsificationOf } from "../interactions/falsification.ts";
import { readHistory } from "../interactions/readHistory.ts";
import { replay } from "../interactions/replay.ts";
import { createSignerOf } from "../interactions/signerOf.ts";
import { StateTree } from "../interactions/stateTree.ts";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import { type Operation, packOperation } from "../sdk/interactions/operation.ts";
import { signOperation } from "../sdk/interactions/signOperation.ts";
import { peopleOf, random } from "../sdk/testing/people.ts";
import { runCli } from "./testing/runCli.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain.stop());

const monitor = (...args: string[]) =>
  runCli([
    ...["monitor", "--rpc-url", devchain.rpcUrl, ...args],
    ...["--deployment", join(devchain.directory, "deployment.json")],
  ]);

/** What a machine reads. */
async function monitored() {
  const { code, out, err } = await monitor("--json");
  return { code, err, ...JSON.parse(out) };
}

test("the monitor tells true assertions from false ones, their time and their bonds, until a false one is final", async () => {
  const people = peopleOf(devchain);
  const { interactionInputs, interactionRollup } = people.addresses;
  const bond = await (await people.somebody()).operator.getMinimumBond({});
  const sequencer = await people.somebody(bond);
  const endpoint = "https://sequencer.example";
  await sequencer.operator.registerSync({ role: 3, region: "eu", endpoint, bondWei: bond });
  const viewer = await people.somebody();
  const key = privateKeyToAccount(generatePrivateKey());
  await viewer.interaction.registerSync({ key: key.address });
  await sequencer.interaction.registerSync({ key: key.address });
  assert.match(
    (await monitor()).out,
    /^0 postings, 0 of them with a final state; 0 assertions\.\n0 ETH at risk/,
  );

  const inputs = { chainId: 31_337, interactionInputs };
  const signed = async (operation: Operation, version: number) => {
    const packed = packOperation(operation);
    const signature = await signOperation(key, { ...inputs, ...packed, version });
    return {
      operations: padHex(packed.operation, { dir: "right", size: 192 }),
      signatures: padHex(signature, { dir: "right", size: 1_024 }),
    };
  };
  const followed = await signed({ kind: "follow", actor: 0, target: 1 }, 0);
  const first = await sequencer.interaction.postInputsSync(followed);
  await viewer.interaction.forceStrideSync(await signed({ kind: "unfollow", actor: 0, target: 1 }, 1));
  const second = await viewer.interaction.postForcedSync({});

  const bondWei = await viewer.interaction.getBond({});
  const assertions = (posting: typeof first) => (rootBefore: Hex, roots: Hex[]) =>
    sequencer.interaction.assertStateSync({ ...posting, rootBefore, roots, bondWei });
  const toBlock = await viewer.getBlockNumber({ cacheTime: 0 });
  const at = { interactionInputs, interactionRollup, signerOf: createSignerOf(inputs) };
  const history = await readHistory(viewer, { fromBlock: 0n, toBlock, ...at });
  const [afterFirst, afterSecond] = replay(history, () => true).open.map(({ roots }) => roots);
  assert.notEqual(afterFirst![0], zeroHash);
  const lies = [random(32)];
  const truth = await assertions(first)(zeroHash, afterFirst!);
  const lie = await assertions(first)(zeroHash, lies);
  const next = await assertions(second)(afterFirst![0]!, afterSecond!);
  const orphan = await assertions(second)(lies[0]!, afterSecond!);

  const before = await monitored();
  assert.deepEqual(
    before.assertions.map(({ execution }: { execution: unknown }) => execution),
    ["true", { falseFrom: 0 }, "true", "false root before"],
  );
  assert.ok(before.assertions.every(({ secondsLeft }: { secondsLeft: number }) => secondsLeft > 0));
  assert.equal(before.atRiskWei, `${4n * bondWei}`);
  assert.match((await monitor()).out, /pending +false from stride 0 +\d+ s/);

  const { stride, evidence } = falsificationOf(new StateTree(), history.postings[0]!, lies)!;
  const { assertion } = lie;
  const shown = { assertion, roots: lies, posting: first.posting, stride, evidence };
  assert.equal((await viewer.interaction.falsifySync(shown)).rootAfter, afterFirst![0]);
  await people.pass(await viewer.interaction.getWindow({}));
  for (const made of [truth, next]) await viewer.interaction.confirmSync({ assertion: made.assertion });
  await viewer.interaction.reapSync({ assertion: orphan.assertion });
  await viewer.interaction.collectSync({ assertion: truth.assertion });
  const after = await monitored();
  assert.deepEqual(
    after.assertions.map((one: Record<string, unknown>) => [one.outcome, one.unclaimedWei, one.holder]),
    [
      ["confirmed", "0", sequencer.account.address],
      ["falsified", `${bondWei / 4n}`, viewer.account.address],
      ["confirmed", `${bondWei}`, sequencer.account.address],
      ["reaped", `${bondWei / 2n}`, viewer.account.address],
    ],
  );
  assert.deepEqual([after.code, after.atRiskWei, after.finalPostings], [0, "0", 2]);

  const third = await sequencer.interaction.postInputsSync(followed);
  const unseen = await assertions(third)(afterSecond![0]!, [random(32)]);
  await people.pass(await viewer.interaction.getWindow({}));
  await viewer.interaction.confirmSync({ assertion: unseen.assertion });
  const { code, err, falseFinal } = await monitored();
  assert.deepEqual([code, falseFinal], [1, "2"]);
  assert.match(err, /The final state after posting 2 is not the one that its inputs lead to\./);
});
