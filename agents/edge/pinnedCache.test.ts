// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import fc from "fast-check";
import { test } from "vitest";
import { createPinnedCache, type Slot } from "./pinnedCache.ts";

function counted(maxBytes: number) {
  const cache = createPinnedCache<string>(maxBytes);
  const loaded: string[] = [];
  const pin = (key: string, value: string | undefined = key) =>
    cache.pin(key, key.length, async () => {
      loaded.push(key);
      return value;
    });
  const use = async (key: string) => {
    const slot = pin(key)!;
    const value = await slot.value;
    cache.unpin(slot);
    return value;
  };
  return { ...cache, pin, use, loaded };
}

test("what was used longest ago goes first, and bytes are what counts", async () => {
  const { use, loaded } = counted(10);
  for (const key of ["aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"]) assert.equal(await use(key), key);
  assert.deepEqual(loaded, ["aaaa", "bbbb", "cccc", "bbbb"]);
});

test("what somebody still uses stays, and no more is taken in than fits beside it", async () => {
  const { pin, use, unpin, loaded } = counted(10);
  const slot = pin("aaaa")!;
  const again = pin("aaaa")!;
  await slot.value;
  await use("bbbb");
  await use("cccc");
  assert.equal(pin("ddddddd"), undefined);
  unpin(slot);
  assert.equal(pin("ddddddd"), undefined, "pinned twice");
  unpin(again);
  assert.equal(await use("ddddddd"), "ddddddd");
  assert.deepEqual(loaded, ["aaaa", "bbbb", "cccc", "ddddddd"]);
  await use("aaaa");
  assert.equal(loaded.length, 5);
});

test("a load under way is in use, even when all who asked for it have left", async () => {
  const { pin, unpin, use } = counted(10);
  const slot = pin("aaaaaa")!;
  unpin(slot);
  assert.equal(pin("bbbbbb"), undefined);
  await slot.value;
  assert.equal(await use("bbbbbb"), "bbbbbb");
});

test("nothing found, and failures, leave nothing behind and are asked for again", async () => {
  const { pin, unpin, use } = counted(4);
  const cache = createPinnedCache<string>(4);
  for (let time = 0; time < 3; time++) {
    const none = cache.pin("aaaa", 4, async () => undefined)!;
    assert.equal(await none.value, undefined);
    cache.unpin(none);
    const failed = cache.pin("aaaa", 4, () => Promise.reject(new Error("no disk")))!;
    await assert.rejects(async () => failed.value, /no disk/);
    cache.unpin(failed);
  }
  const slot = pin("aaaa")!;
  unpin(slot);
  await slot.value;
  assert.equal(await use("aaaa"), "aaaa");
});

test("whatever is asked for and left, no more bytes are held than may be, and nobody's value vanishes", async () => {
  const key = fc.constantFrom("a", "bb", "ccc", "dddd", "eeeee");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, fc.boolean(), fc.boolean())), async (steps) => {
      let live = 0;
      const cache = createPinnedCache<string>(9);
      const pinned: Slot<string>[] = [];
      for (const [name, isLeaving, isWaiting] of steps) {
        if (isLeaving && pinned.length > 0) cache.unpin(pinned.shift()!);
        const slot = cache.pin(name, name.length, async () => name);
        if (slot) pinned.push(slot);
        if (isWaiting) for (const each of pinned) assert.equal(await each.value, each.key);
        live = [...new Set(pinned)].reduce((sum, { bytes }) => sum + bytes, 0);
        assert.ok(live <= 9, String(live));
        assert.equal(new Set(pinned.map((each) => each.key)).size, new Set(pinned).size, "one copy of each");
      }
    }),
  );
});
