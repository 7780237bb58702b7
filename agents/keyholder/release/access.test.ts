// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, pad, toHex } from "viem";
import { test } from "vitest";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { type AccessQuestion, createAccess } from "./access.ts";

type Call = { functionName: string; args: readonly unknown[] };
type Result = { status: "success"; result: boolean } | { status: "failure" };

const question = (rendition: number, more: Partial<AccessQuestion> = {}): AccessQuestion => ({
  ...{ viewer: toHex(1, { size: 20 }), contentId: pad("0x01"), rendition, period: 0n, evidence: "0x" },
  delegate: undefined,
  ...more,
});
const delegate = { address: toHex(2, { size: 20 }), expiresAt: 9, signature: "0x" as Hex };

/** A chain that answers each call by `answer`, once `open` is called. */
function setUp(answer: (call: Call, group: number) => Result) {
  const asked: { sizes: number[]; blocks: bigint[] } = { sizes: [], blocks: [] };
  let open!: () => void;
  let gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const chain = { block: 5n };
  const publicClient = {
    async readContract({ blockNumber, ...call }: Call & { blockNumber: bigint }) {
      const [found] = await publicClient.multicall({ contracts: [call], blockNumber });
      if (found?.status !== "success") throw new Error("reverted");
      return found.result;
    },
    async multicall({ contracts, blockNumber }: { contracts: Call[]; blockNumber: bigint }) {
      asked.sizes.push(contracts.length);
      asked.blocks.push(blockNumber);
      await gate;
      return contracts.map((call) => answer(call, contracts.length));
    },
  };
  const read = createAccess({
    publicClient: publicClient as never,
    accessPolicy: toHex(3, { size: 20 }),
    blockNumber: () => chain.block,
  });
  return { asked, chain, read, open, shut: () => (gate = new Promise(() => {})) };
}

const yes: Result = { status: "success", result: true };
const no: Result = { status: "success", result: false };
const failed: Result = { status: "failure" };
const rendition = ({ args }: Call) => Number(args[2]);

test("questions of one turn share a call at one block, each gets its own answer, and a delegate's is asked along", async () => {
  const { asked, read, open } = setUp((call) => {
    if (call.functionName === "isDelegate") return no;
    return rendition(call) % 2 === 0 ? yes : no;
  });
  open();
  const answers = await Promise.all([0, 1, 2].map((n) => read(question(n, n === 2 ? { delegate } : {}))));
  assert.deepEqual(answers, [
    { hasAccess: true, isDelegate: true },
    { hasAccess: false, isDelegate: true },
    { hasAccess: true, isDelegate: false },
  ]);
  assert.deepEqual(asked, { sizes: [4], blocks: [5n] });
});

test("questions that arrive while the calls are under way share the next one", async () => {
  const { asked, read, open } = setUp(() => yes);
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  const under: Promise<unknown>[] = [];
  for (let call = 0; call < 3; call += 1) {
    under.push(read(question(call)));
    await turn();
  }
  under.push(read(question(3)));
  await turn();
  under.push(read(question(4)));
  await turn();
  assert.deepEqual(asked.sizes, [1, 1, 1]);
  open();
  await Promise.all(under);
  assert.deepEqual(asked.sizes, [1, 1, 1, 2]);
});

test("a policy that takes the gas of a shared call takes nobody's access: the others are asked again alone", async () => {
  const { asked, read, open } = setUp((call, group) => {
    if (rendition(call) === 0) return no;
    return group > 1 ? failed : yes;
  });
  open();
  const answers = await Promise.all([0, 1, 2].map((n) => read(question(n))));
  assert.deepEqual(
    answers.map(({ hasAccess }) => hasAccess),
    [false, true, true],
  );
  assert.deepEqual(asked.sizes, [3, 1, 1]);
});

test("no answer is no refusal: an RPC that fails, or gives too little gas, and a chain that is not seen", async () => {
  const { asked, read, open } = setUp(() => failed);
  open();
  const answers = await Promise.allSettled([read(question(0)), read(question(1))]);
  for (const answer of answers)
    assert.ok(answer.status === "rejected" && answer.reason instanceof TryAgainError);
  assert.deepEqual(asked.sizes, [2]);

  const blind = createAccess({
    publicClient: { readContract: () => assert.fail("asked") } as never,
    accessPolicy: toHex(3, { size: 20 }),
    blockNumber() {
      throw new TryAgainError("blind");
    },
  });
  await assert.rejects(blind(question(0)), /blind/);
});

test("a call holds what a creation can, however long the evidence", async () => {
  const { asked, read, open } = setUp(() => yes);
  open();
  const evidence: Hex = `0x${"ab".repeat(16_384)}`;
  await Promise.all(Array.from({ length: 6 }, (_, n) => read(question(n, { evidence }))));
  assert.deepEqual(asked.sizes, [2, 2, 2]);
  await Promise.all(Array.from({ length: 100 }, (_, n) => read(question(n))));
  assert.deepEqual(asked.sizes.slice(3), [40, 40, 20]);
});
