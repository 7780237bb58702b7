// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { afterAll, beforeAll, test } from "vitest";
import { type Devchain, startDevchain } from "../localnet/devchain.ts";
import type { Scope } from "../localnet/scope.ts";
import { waitFor } from "../localnet/waitFor.ts";
import { headOf } from "./chain/head.ts";
import { commonFields } from "./config/commonConfig.ts";
import { defineRole, loadConfig } from "./config/config.ts";
import { type Node, type Started, startNode } from "./node.ts";
import { startRpcProxy, type Verdict } from "./testing/rpcProxy.ts";
import { scratchDir } from "./testing/scratch.ts";

let devchain: Devchain;
beforeAll(async () => {
  devchain = await startDevchain();
});
afterAll(() => devchain?.stop());

async function settings(t: Scope, flags: Record<string, unknown> = {}) {
  return loadConfig(defineRole("tester", commonFields("tester", { port: 0 })), {
    flags: {
      rpcUrl: devchain.rpcUrl,
      deployment: devchain.deployment.path,
      key: (await devchain.newAccount()).key,
      dataDir: scratchDir(t),
      port: 0,
      logLevel: "silent",
      ...flags,
    },
  });
}

type Config = Awaited<ReturnType<typeof settings>>;
const start = <Result extends Started>(
  config: Config,
  build: (node: Node<"StreamToken", unknown>) => Promise<Result>,
  role = "tester",
) => startNode({ role, contracts: ["StreamToken"], migrations: [] }, config, build);
const idle = async (node: Node<"StreamToken", unknown>) => ({ url: (await node.serve({ routes: [] })).url });

test("a node stops in order: no more requests, the last work, the parts, the store", async (t) => {
  const order: string[] = [];
  const node = await start(await settings(t), async (node) => {
    const { url } = await node.serve({ routes: [] });
    node.loop({ name: "ticking", everyMs: 10, tick: async () => {} });
    node.endsWith(async () => {
      order.push("parts");
      await node.store.kernel.selectFrom("kernel_chain").selectAll().execute();
    });
    const lastWork = async () => {
      await assert.rejects(fetch(url));
      order.push("last work");
    };
    return { url, lastWork };
  });
  await waitFor("the role to be ready", async () => (await fetch(`${node.url}/ready`)).ok);
  await node.stop();
  assert.deepEqual(order, ["last work", "parts"]);
});

test("last work that fails is left to the next start, and the node stops all the same", async (t) => {
  const config = await settings(t);
  const node = await start(config, async (node) => ({
    ...(await idle(node)),
    lastWork: () => Promise.reject(new Error("the chain is away")),
  }));
  await node.stop();
  await (await start(config, idle)).stop();
});

test("what a start that fails has begun is ended: the same port, account and directory serve again", async (t) => {
  const config = await settings(t);
  let port = 0;
  await assert.rejects(
    start(config, async (node) => {
      port = (await node.serve({ routes: [] })).port;
      throw new Error("half way");
    }),
    /half way/,
  );
  const again = await start({ ...config, port }, idle);
  assert.equal(new URL(again.url).port, String(port));
  await again.stop();
});

test("a second role on the same key is refused, and told what to give", async (t) => {
  const config = await settings(t);
  const first = await start(config, idle);
  await assert.rejects(start({ ...config, dataDir: scratchDir(t) }, idle, "other"), {
    message: new RegExp(`^Process ${process.pid} signs with 0x[0-9a-fA-F]{40} already\\.$`),
    advice: "Give each role a key of its own: TRIBUTARY_OTHER_KEYSTORE, or --keystore.",
  });
  await first.stop();
});

test("a second role in the same directory is refused, even when the first does not run", async (t) => {
  const config = await settings(t);
  await (await start(config, idle)).stop();
  await assert.rejects(start(config, idle, "other"), {
    message: `The data directory ${config.dataDir} belongs to the tester.`,
    advice: "Give each role a directory of its own: TRIBUTARY_OTHER_DATA_DIR, or --data-dir.",
  });
});

test("a part that never stops holds up no node", async (t) => {
  const node = await start(await settings(t), async (node) => {
    node.endsWith(() => new Promise(() => {}));
    return idle(node);
  });
  await node.stop();
});

test("a data directory that can never be is refused in words, whatever the chain does", async (t) => {
  for (const [dataDir, reason] of [
    ["/proc/x", /The file system of \/proc takes no new directories/],
    ["/etc/passwd", /\/etc\/passwd is a file, and a directory is needed there/],
  ] as const) {
    const config = await settings(t, { dataDir, rpcUrl: "http://127.0.0.1:1" });
    await assert.rejects(
      start(config, idle),
      (error: Error) => error.name === "UserError" && reason.test(error.message),
    );
  }
});

test("a host that is no address of this machine is refused in words", async (t) => {
  const config = await settings(t, { host: "1.2.3.4" });
  await assert.rejects(start(config, idle), {
    name: "UserError",
    message: "1.2.3.4 is no address of this machine, so nothing can listen there.",
  });
});

test("a node stops while its RPC hangs: requests under way are cut off", async (t) => {
  let verdict: Verdict = "pass";
  let asked = 0;
  const proxy = await startRpcProxy(devchain.rpcUrl, () => {
    asked += 1;
    return verdict;
  });
  t.onTestFinished(() => proxy.stop());
  const node = await start(await settings(t, { rpcUrl: proxy.rpcUrl }), async (node) => {
    const tick = () => node.chain.publicClient.getBlock();
    node.loop({ name: "looking", everyMs: 10, tick });
    return idle(node);
  });
  verdict = "hang";
  asked = 0;
  await waitFor("a request to hang", async () => asked > 0);
  await node.stop();
});

test("a role whose head stands still is not ready, and says so", async (t) => {
  let ageSec = 0;
  const { rpc } = devchain.anvil;
  const proxy = await startRpcProxy(devchain.rpcUrl, async ({ method, params }): Promise<Verdict> => {
    if (method !== "eth_getBlockByNumber" || params[0] !== "latest") return "pass";
    const block = (await rpc("eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
    return { result: { ...block, timestamp: `0x${(Number(block.timestamp) - ageSec).toString(16)}` } };
  });
  t.onTestFinished(() => proxy.stop());
  const node = await start(await settings(t, { rpcUrl: proxy.rpcUrl }), async (node) => {
    node.loop({ name: "look", everyMs: 10, tick: () => headOf(node.chain.publicClient).look() });
    return idle(node);
  });
  t.onTestFinished(() => node.stop());
  const ready = async () => (await fetch(`${node.url}/ready`)).json() as Promise<{ ready: boolean }>;
  await waitFor("the role to be ready", async () => (await ready()).ready);
  ageSec = 3_600;
  await devchain.anvil.client.mine({ blocks: 1 });
  await waitFor("the old head to count", async () => !(await ready()).ready);
  assert.match(
    JSON.stringify(await ready()),
    /"head","ok":false,"reason":"the newest block, \d+, was seen or made/,
  );
});
