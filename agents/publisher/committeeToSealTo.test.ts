// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { zeroAddress } from "viem";
import { test } from "vitest";
import { UserError } from "../kernel/process/errors.ts";
import { keyRegistryAbi } from "../sdk/abis.generated.ts";
import { coordinatesOf, GENERATOR } from "../sdk/encryption/curve.ts";
import { answeringClient } from "../sdk/testing/answeringClient.ts";
import { committeeToSealTo } from "./committeeToSealTo.ts";

const id = `0x${"c1".repeat(32)}` as const;
const keyRegistry = `0x${"4e".repeat(20)}` as const;

/** A chain with one committee, of `owner`. */
function chainWith(owner: `0x${string}`) {
  const publicKey = coordinatesOf(GENERATOR);
  const { client, asked } = answeringClient(keyRegistryAbi, () => ({
    ...{ owner, epoch: 3, threshold: 2, size: 3, publicKey },
  }));
  const deployment = { contracts: { KeyRegistry: keyRegistry } };
  return { chain: { publicClient: client, chainId: 31_337, deployment } as never, asked };
}

test("sealing takes a committee's public key from the chain, in one call, and asks nobody else", async () => {
  const { chain, asked } = chainWith(keyRegistry);
  assert.deepEqual(await committeeToSealTo(chain, id), { id, publicKey: coordinatesOf(GENERATOR) });
  assert.deepEqual(
    asked.map(({ args }) => args),
    [[id]],
  );
});

test("a committee that nobody founded is said to be unknown", async () => {
  await assert.rejects(committeeToSealTo(chainWith(zeroAddress).chain, id), (error: UserError) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, /no committee 0xc1.* on chain 31337/);
    return true;
  });
});
