// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "vitest";
import type { ChainConnection } from "../kernel/chain/chain.ts";
import { createLogger } from "../kernel/process/log.ts";
import { encodeLeafList } from "../sdk/content/leafList.ts";
import { sampleWork } from "../sdk/content/testing/sampleWork.ts";
import { createKnownWorks } from "./knownWorks.ts";

test("A5: no list is longer than the work's, none is asked for of a work too large, and no redirect is followed", async (t) => {
  const { tree, content } = await sampleWork([5, 6, 7]);
  const list = encodeLeafList(tree.leaves);
  let asked = 0;
  let answer: "list" | "more" | "elsewhere" = "list";
  const server = createServer((request, response) => {
    asked += 1;
    if (answer === "elsewhere" && !request.url!.includes("inside"))
      response.writeHead(302, { location: "/inside" }).end();
    else response.end(answer === "more" ? Buffer.concat([list, list]) : list);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => void server.close().closeAllConnections());
  const edge = {
    operator: `0x${"11".repeat(20)}`,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  } as const;
  const ask = async (committed: typeof content) => {
    const chain = {
      publicClient: { readContract: async () => ({ ...committed, live: false }) },
      deployment: { contracts: {} },
    } as unknown as ChainConnection<"ContentRegistry">;
    const works = createKnownWorks(chain, createLogger("test", "silent"));
    return works.get(content.contentId, [edge], new AbortController().signal);
  };
  assert.deepEqual((await ask(content))?.tree.leaves, tree.leaves);
  answer = "more";
  assert.equal(await ask(content), undefined);
  answer = "elsewhere";
  assert.equal(await ask(content), undefined);
  assert.equal(asked, 3);
  // anybody may register this, and send a list without end
  assert.equal(await ask({ ...content, leafCount: 2n ** 40n }), undefined);
  assert.equal(asked, 3);
});
