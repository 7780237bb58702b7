// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { simulatedWork } from "../abr/simulatedWork.ts";
import { playedWork } from "./work.ts";

test("the work that is played has the sizes of the simulated one, and goes on in time where a clip begins anew", async () => {
  const { clear, sealed } = await playedWork(20);
  const simulated = simulatedWork(20).manifest.renditions;
  assert.deepEqual(
    sealed.manifest.renditions.map(({ fragments }) => fragments.map(({ byteCount }) => byteCount)),
    simulated.map(({ fragments }) => fragments.map(({ byteCount }) => byteCount)),
  );
  for (const { plaintexts, init } of clear) {
    const timescale = Buffer.from(init!).readUInt32BE(Buffer.from(init!).indexOf("mdhd") + 16);
    const times = plaintexts.map((bytes) => {
      const fragment = Buffer.from(bytes);
      return Number(fragment.readBigUInt64BE(fragment.indexOf("tfdt") + 8)) / timescale;
    });
    assert.deepEqual(
      times.map((sec) => Math.round(10 * sec) / 10),
      Array.from({ length: 10 }, (_, at) => 2 * at),
    );
  }
});
