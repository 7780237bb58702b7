// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { test } from "vitest";
import { freePort } from "../kernel/testing/freePort.ts";
import { requireFreePort, startChain } from "./port.ts";
import type { Scope } from "./scope.ts";

async function listen(t: Scope, port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  t.onTestFinished(() => server.close());
  return (server.address() as AddressInfo).port;
}

test("a busy port that was asked for is refused, with what to do", async (t) => {
  const port = await listen(t, 0);
  await assert.rejects(requireFreePort(port), {
    message: `Port ${port} is in use by another program.`,
    advice: "Stop that program, choose another --port, or leave out --port to take any free port.",
  });
  await assert.rejects(startChain(port), /Address already in use/);
});

test("a free port that was asked for is taken", async () => {
  const port = await freePort();
  await requireFreePort(port);
  const chain = await startChain(port);
  assert.equal(chain.port, port);
  await chain.stop();
});

test("a chain may begin in the past, from where its clock runs on", async () => {
  const chain = await startChain(undefined, 7_200_000);
  await chain.client.mine({ blocks: 1 });
  const { timestamp } = await chain.client.getBlock();
  assert.ok(timestamp >= 7_200_000n && timestamp < 7_203_600n);
  await chain.stop();
});

test("when nobody asked, a busy 8545 makes way for any free one, also in a race", async (t) => {
  // another program may have taken the port
  await listen(t, 8_545).catch(() => {});
  await requireFreePort(undefined);
  const chains = await Promise.all([startChain(undefined), startChain(undefined)]);
  t.onTestFinished(async () => void (await Promise.all(chains.map((chain) => chain.stop()))));
  const ports = new Set(chains.map(({ port }) => port));
  assert.equal(ports.size, 2);
  assert.ok(!ports.has(8_545));
  for (const { client } of chains) assert.equal(await client.getBlockNumber(), 0n);
});
