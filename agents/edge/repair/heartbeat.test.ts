// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { type Hex, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { test } from "vitest";
import { manualClock } from "../../kernel/testing/manualClock.ts";
import { digestOf, type Heartbeat, parseHeartbeat, signHeartbeat, takeHeartbeat } from "./heartbeat.ts";
import { heartbeatRoute } from "./heartbeatRoute.ts";
import { createWholeWorks } from "./wholeWorks.ts";

const account = privateKeyToAccount(generatePrivateKey());
const domain = { chainId: 31_337, placement: toHex(1, { size: 20 }) };
const edge = account.address;
const [one, two]: Hex[] = [1, 2].map((n) => toHex(n, { size: 32 })) as [Hex, Hex];
const standing = { holds: [one!], refuses: [two!], isRetiring: false };
const NOW = 1_000_000;

test("a heartbeat is taken once, from its edge, near to now, with the lists that it signed", async () => {
  const beat = await signHeartbeat(account, domain, standing, NOW);
  const take = (said: Heartbeat, own = {}, before?: Awaited<ReturnType<typeof takeHeartbeat>>, nowMs = NOW) =>
    takeHeartbeat({ ...domain, edge, ...own }, said, before, nowMs);
  const taken = await take(beat);
  assert.deepEqual([...taken!.holds, ...taken!.refuses], [one, two]);

  assert.equal(await take(beat, {}, taken), undefined, "again");
  assert.equal(await take(beat, {}, undefined, NOW + 30_001), undefined, "late");
  assert.equal(await take(beat, {}, undefined, NOW - 30_001), undefined, "before its time");
  assert.equal(await take(beat, { edge: domain.placement }), undefined, "of another edge");
  assert.equal(await take(beat, { chainId: 1 }), undefined, "of another chain");
  assert.equal(await take({ ...beat, atMs: NOW + 1 }), undefined, "of another time");
  assert.equal(await take({ ...beat, isRetiring: true }), undefined, "of who stays");
  assert.equal(await take({ ...beat, holds: [one!, two!] }), undefined, "with another list");
  const lists = { holds: [one!, two!], refuses: [] };
  assert.equal(await take({ ...beat, ...lists, works: digestOf(lists) }), undefined, "with another digest");
  assert.notEqual(digestOf({ holds: [one!], refuses: [] }), digestOf({ holds: [], refuses: [one!] }));

  // the lists are sent when they changed
  const { holds, refuses, ...short } = await signHeartbeat(account, domain, standing, NOW + 1);
  assert.deepEqual([...(await take(short, {}, taken))!.holds], [one]);
  assert.equal(await take(short), undefined, "lists that are not known");
  assert.throws(() => parseHeartbeat(JSON.stringify({ ...beat, holds: ["0x"] })));
  assert.throws(() => parseHeartbeat("[]"));
});

test("who asks often gets one signature, and the lists only where they are news", async () => {
  const clock = manualClock();
  let signatures = 0;
  const counting = {
    ...account,
    signTypedData: (data: Parameters<typeof account.signTypedData>[0]) => {
      signatures += 1;
      return account.signTypedData(data);
    },
  } as typeof account;
  const route = heartbeatRoute({ account: counting, domain, clock, standing: () => standing });
  const ask = async (known?: string) =>
    (await route.handle({ query: { known } } as never)).body as unknown as Heartbeat;
  const first = await ask();
  assert.deepEqual(await ask(), first);
  assert.equal(signatures, 1);
  assert.equal((await ask(first.works)).holds, undefined);
  await clock.advance(500);
  const second = await ask(first.works);
  assert.ok(second.atMs > first.atMs);
  assert.equal(signatures, 2);
  // a clock that was set back
  await clock.advance(-10_000);
  assert.ok((await ask()).atMs > second.atMs);
});

test("only what is on disk whole, as it is on chain, and kept by the operator is signed for", async () => {
  const onDisk = new Map<Hex, Set<number>>([[one!, new Set([0])]]);
  let root: Hex = toHex(11, { size: 32 });
  let dropped = false;
  let onRead = () => {};
  const whole = createWholeWorks({
    store: { contentIds: () => [...onDisk.keys()], indicesOf: (id) => onDisk.get(id) ?? new Set() },
    works: {
      get: async () => {
        const read = root;
        onRead();
        return { content: { root: read }, tree: { leafCount: 2 } } as never;
      },
    },
    isDropped: () => dropped,
  });
  const held = async () => {
    await whole.refresh();
    return [...whole.roots()];
  };
  assert.deepEqual(await held(), [], "half of it");
  onDisk.get(one!)!.add(1);
  assert.deepEqual(await held(), [root]);
  dropped = true;
  assert.deepEqual(await held(), []);
  dropped = false;
  onDisk.get(one!)!.delete(0);
  assert.deepEqual([...whole.roots()], [], "a chunk that rotted");
  onDisk.get(one!)!.add(0);
  // republished while it is read: the old root is never signed
  const old = root;
  whole.forget(one!);
  onRead = () => {
    root = toHex(12, { size: 32 });
    whole.forget(one!);
    onRead = () => {};
  };
  assert.deepEqual(await held(), []);
  assert.deepEqual(await held(), [root]);
  assert.notEqual(root, old);
  onDisk.clear();
  assert.deepEqual(await held(), []);
});
