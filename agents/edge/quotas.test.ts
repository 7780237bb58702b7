// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { join } from "node:path";
import { type Hex, numberToHex, zeroHash } from "viem";
import { type TestContext, test } from "vitest";
import { openStore } from "../kernel/store/store.ts";
import { scratchDir } from "../kernel/testing/scratch.ts";
import { createQuotas, type OwnerTables, ownerMigrations } from "./quotas.ts";
import type { OwnedContent } from "./works.ts";

const PUBLISHER = `0x${"aa".repeat(20)}` as const;
const idOf = (number: number) => numberToHex(number, { size: 32 });
const work = (number: number, byteCount: bigint): OwnedContent => ({
  ...{ contentId: idOf(number), publisher: PUBLISHER, payee: zeroHash, generation: 0 },
  ...{ leafCount: 1n, byteCount, root: zeroHash },
});

async function quotas(t: TestContext, quotaBytes: number | undefined, pinned: Hex[] = []) {
  const store = await openStore<OwnerTables>(join(scratchDir(t), "edge.db"), ownerMigrations);
  t.onTestFinished(() => store.close());
  return createQuotas({ store, quotaBytes, isPinned: (contentId) => pinned.includes(contentId) });
}

test("a work that grows counts once, and one that is gone no more", async (t) => {
  const { take, leave } = await quotas(t, 100);
  await take(work(1, 40n));
  await take(work(1, 60n));
  await assert.rejects(take(work(2, 41n)), { code: "quota_full", status: 413 });
  await take(work(2, 40n));
  await assert.rejects(take(work(1, 61n)), { code: "quota_full" });
  await leave(idOf(2));
  await take(work(1, 100n));
});

test("works that were taken before are counted, however much they are, a hundred at a time", async (t) => {
  const { take, catchUp } = await quotas(t, 200);
  const stored = Array.from({ length: 150 }, (_, number) => idOf(number));
  const read: Hex[] = [];
  const readOne = async (contentId: Hex) => {
    read.push(contentId);
    return work(Number(contentId), 2n);
  };
  await catchUp(stored, readOne);
  assert.equal(read.length, 100);
  await assert.rejects(take(work(999, 1n)), { code: "quota_full" });
  await catchUp(stored, readOne);
  await catchUp(stored, readOne);
  assert.deepEqual(read, stored);
});

test("without a quota nothing is refused or read; a pinned work is taken beside it", async (t) => {
  const free = await quotas(t, undefined);
  await free.take(work(1, 10n ** 15n));
  await free.catchUp([idOf(2)], () => assert.fail());
  const { take } = await quotas(t, 1, [idOf(3)]);
  await take(work(3, 50n));
  await assert.rejects(take(work(4, 1n)), { code: "quota_full" });
});
