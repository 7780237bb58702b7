// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, it, type TestContext } from "vitest";
import { fetchSnapshot } from "./fetchSnapshot.ts";
import { SLOTS } from "./segment.ts";
import { decodeSnapshot, encodeSnapshot, type SegmentSnapshot, SnapshotRefused } from "./snapshot.ts";

const place = { chainId: 1, rollup: "0x00000000000000000000000000000000000A11ce", segment: 7n } as const;
const amounts = fc.array(fc.bigInt(0n, 2n ** 160n - 1n), { minLength: SLOTS, maxLength: SLOTS });
const snapshots = fc.record(
  {
    segment: fc.constant(place.segment),
    settledBatches: fc.bigInt(0n, 2n ** 64n - 1n),
    nextBlock: fc.bigInt(0n, 2n ** 64n - 1n),
    leaves: amounts,
  },
  { noNullPrototype: true },
);
const honest = (): SegmentSnapshot => ({ segment: 7n, settledBatches: 2n, nextBlock: 9n, leaves: [5n] });
const json = () => JSON.parse(JSON.stringify(encodeSnapshot(honest(), place)));

describe("a snapshot", () => {
  it("comes back from JSON as it went in", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const text = JSON.stringify(encodeSnapshot(snapshot, place));
        assert.deepEqual(decodeSnapshot(JSON.parse(text), place), snapshot);
      }),
      { numRuns: 20 },
    );
  });

  it("is refused for another chain, contract or segment", () => {
    for (const other of [{ chainId: 2 }, { rollup: `0x${"0".repeat(40)}` as const }, { segment: 8n }]) {
      assert.throws(() => decodeSnapshot(json(), { ...place, ...other }), /the snapshot is one of segment 7/);
    }
  });

  it("is refused unless it is whole, whatever JSON stands in its place", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        assert.throws(() => decodeSnapshot(given, place), SnapshotRefused);
      }),
    );
    for (const rollup of [{ toString: [] }, { toString: null }])
      assert.throws(() => decodeSnapshot({ ...json(), rollup }, place), SnapshotRefused);
    const fields = Object.keys(json()) as (keyof SegmentSnapshot)[];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (field, value) => {
        const good = json();
        fc.pre(
          JSON.stringify(good[field]) !== JSON.stringify(value) &&
            !/^"?[0-9]+"?$/.test(JSON.stringify(value)),
        );
        assert.throws(() => decodeSnapshot({ ...good, [field]: value }, place), SnapshotRefused);
      }),
    );
  });

  it("is refused with an amount that no leaf can hold", () => {
    for (const leaf of [
      "-1",
      "1.5",
      "0x10",
      "",
      " 1",
      "1e3",
      String(2n ** 160n),
      "9".repeat(10_000),
      1,
      null,
    ]) {
      const damaged = { ...json(), leaves: json().leaves.with(3, leaf) };
      assert.throws(() => decodeSnapshot(damaged, place), /leaf 3 is no whole number below 2\^160/);
    }
  });
});

describe("a snapshot from a prover", () => {
  async function serve(t: TestContext, listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it("is asked for by its segment, below any base URL", async (t) => {
    const paths: (string | undefined)[] = [];
    const url = await serve(t, (request, response) => {
      paths.push(request.url);
      response.end(JSON.stringify(json()));
    });
    for (const base of [url, `${url}/`, `${url}/tributary/`]) {
      const { leaves } = await fetchSnapshot(base, place);
      assert.equal(leaves[0], 5n);
    }
    const path = "/v1/segments/7/snapshot";
    assert.deepEqual(paths, [path, path, `/tributary${path}`]);
  });

  it("is refused when the prover is down, has none, or sends without end", async (t) => {
    const answers: RequestListener[] = [
      (_, response) => response.writeHead(404).end(),
      (_, response) => response.end("<html>"),
      (request) => request.socket.destroy(),
      (_, response) => {
        const more = () => response.write("[".repeat(10_000), (error) => error || setImmediate(more));
        more();
      },
    ];
    for (const answer of answers) {
      const url = await serve(t, answer);
      await assert.rejects(fetchSnapshot(url, place), SnapshotRefused);
    }
  });
});
