// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Address, type Hex, numberToHex } from "viem";
import { expectTypeOf, test } from "vitest";
import { operatorRegistryAbi } from "../abis.generated.ts";
import { EDGE_ROLE, getEdges } from "../content/getEdges.ts";
import { answeringClient } from "../testing/answeringClient.ts";
import type { TributaryActions } from "../tributaryActions.ts";
import { getOperators } from "./getOperators.ts";

const state = (place: number) => ({
  ...{ bond: 7n, withdrawableAt: 0, role: EDGE_ROLE, slashed: false, region: "0x65752d7765737400" as Hex },
  ...{ place, endpoint: `https://edge-${place}.example` },
});

function registryOf(count: number) {
  const listed = Array.from({ length: count }, (_, n) => numberToHex(n + 1, { size: 20 }));
  return answeringClient(operatorRegistryAbi, ({ args }) => {
    const [role, from, most] = args as [number, bigint, bigint];
    assert.equal(role, EDGE_ROLE);
    const page = listed.slice(Number(from), Number(from + most));
    return [page, page.map((_, n) => state(Number(from) + n))];
  });
}

test("a short list is one call, at the latest block or the caller's", async () => {
  const { client, asked } = registryOf(2);
  const edges = await getOperators(client, { role: EDGE_ROLE });
  assert.deepEqual(edges, [
    { operator: numberToHex(1, { size: 20 }), ...state(0) },
    { operator: numberToHex(2, { size: 20 }), ...state(1) },
  ]);
  await getOperators(client, { role: EDGE_ROLE, blockNumber: 7n });
  assert.deepEqual(
    asked.map(({ block }) => block),
    ["latest", 7n],
  );
});

test.each([
  250, 251, 500, 613,
])("a list of %i is read whole, each operator once, at one block", async (count) => {
  const { client, asked } = registryOf(count);
  const edges = await getEdges(client);
  assert.deepEqual(
    edges.map(({ endpoint }) => endpoint),
    Array.from({ length: count }, (_, n) => `https://edge-${n}.example`),
  );
  // the first call is made anew: the list may have changed since
  assert.deepEqual([...new Set(asked.slice(1).map(({ block }) => block))], [100n]);
});

test("nobody serves on a new chain", async () => {
  const { client } = registryOf(0);
  assert.deepEqual(await getEdges(client), []);
});

test("operators come with their stored state", () => {
  type Actions = TributaryActions["operator"];
  expectTypeOf<{ role: number }>().toExtend<Parameters<Actions["getOperators"]>[0]>();
  expectTypeOf<Awaited<ReturnType<Actions["getOperators"]>>[number]>().toExtend<{
    operator: Address;
    bond: bigint;
    endpoint: string;
  }>();
});
