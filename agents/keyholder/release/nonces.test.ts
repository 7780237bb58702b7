// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { pad, toHex } from "viem";
import { type TestContext, test } from "vitest";
import { TryAgainError } from "../../kernel/process/errors.ts";
import { openStore } from "../../kernel/store/store.ts";
import { scratchDir } from "../../kernel/testing/scratch.ts";
import { type NonceTables, nonceMigrations, openNonces } from "./nonces.ts";

const viewer = (n: number) => toHex(n, { size: 20 });
const use = (nonce: number, deadline = 1_100, of = 1) => ({
  viewer: viewer(of),
  nonce: pad(toHex(nonce)),
  deadline,
});

async function setUp(t: TestContext, most?: number) {
  const path = `${scratchDir(t)}/store.db`;
  const clock = { sec: 1_000 };
  let store = await openStore<NonceTables>(path, nonceMigrations);
  t.onTestFinished(() => store.close());
  const open = () => openNonces(store, () => clock.sec, most);
  return {
    clock,
    nonces: await open(),
    rows: () => store.db.selectFrom("answered_nonce").selectAll().execute(),
    async restart() {
      await store.close();
      store = await openStore<NonceTables>(path, nonceMigrations);
      return open();
    },
  };
}

test("A11: a nonce is taken once, by each viewer for itself; one whose request was not answered is free again", async (t) => {
  const { nonces } = await setUp(t);
  assert.equal(nonces.take(use(7)), true);
  assert.equal(nonces.take(use(7)), false);
  assert.equal(nonces.take(use(7, 1_200)), false, "another deadline is the same nonce");
  assert.equal(nonces.take(use(7, 1_100, 2)), true, "nobody uses up another's nonces");
  nonces.release(use(7));
  assert.equal(nonces.take(use(7)), true);
});

test("A11: what was answered before a restart is not answered after it, until the deadline", async (t) => {
  const { nonces, restart, clock, rows } = await setUp(t);
  nonces.take(use(1));
  await nonces.keep(use(1));
  nonces.take(use(2));
  const again = await restart();
  assert.equal(again.take(use(1)), false);
  assert.equal(again.take(use(2)), true, "killed before it was answered");
  clock.sec = 1_101;
  const later = await restart();
  assert.equal(later.take(use(1)), true, "the deadline refuses it now");
  clock.sec = 1_200;
  later.take(use(3, 1_300));
  await later.keep(use(3, 1_300));
  assert.deepEqual(
    (await rows()).map(({ deadline }) => deadline),
    [1_300],
  );
});

test("the memory is bounded, and empties as deadlines pass", async (t) => {
  const { nonces, clock } = await setUp(t, 2);
  nonces.take(use(1));
  nonces.take(use(2, 1_200));
  assert.throws(() => nonces.take(use(3)), TryAgainError);
  clock.sec = 1_101;
  assert.equal(nonces.take(use(3, 1_300)), true);
  assert.throws(() => nonces.take(use(4)), TryAgainError);
});
