// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "vitest";
import { outsideEndpoints } from "./outsideEndpoints.ts";

const NAMES: Record<string, string[]> = {
  "edge.example": ["93.184.215.14", "2606:2800:21f:cb07::1"],
  // a name of the attacker's own, with an address of the victim's
  "inside.example": ["10.0.0.1"],
  "half.example": ["93.184.215.14", "169.254.169.254"],
  "mapped.example": ["::ffff:127.0.0.1"],
  "nowhere.example": [],
  localhost: ["127.0.0.1", "::1"],
  router: ["192.168.0.1"],
};
const addressesOf = async (host: string) => {
  if (/^[\d.]+$|:/.test(host)) return [host];
  const addresses = NAMES[host];
  if (!addresses) throw new Error(`ENOTFOUND ${host}`);
  return addresses;
};
const asked = async (endpoints: readonly string[], chainId = 1, privateNetwork = false) => {
  const nodes = endpoints.map((endpoint) => ({ endpoint }));
  const open = await outsideEndpoints(nodes, { chainId, privateNetwork }, addressesOf);
  return open.map(({ endpoint }) => endpoint);
};

const OUTSIDE = [
  "https://edge.example",
  "http://edge.example:9100/cdn",
  "http://93.184.215.14",
  "http://[2606:2800:21f:cb07::1]:80",
];
const INSIDE = [
  ...["http://127.0.0.1:8545", "http://127.1", "http://0x7f000001", "http://2130706433", "http://0177.0.0.1"],
  ...[
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1",
    "http://192.168.1.1",
    "http://100.64.0.1",
  ],
  ...["http://0.0.0.0", "http://[::1]", "http://[::]", "http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]"],
  ...["http://[fe80::1]", "http://[fd00::1]", "http://[64:ff9b::a00:1]", "http://[ff02::1]"],
  ...["http://localhost", "http://LOCALHOST.", "http://a.localhost", "http://router", "http://db.internal"],
  ...["https://inside.example", "https://half.example", "https://mapped.example", "https://nowhere.example"],
  ...[
    "https://unknown.example",
    "file:///etc/passwd",
    "gopher://edge.example",
    "https://edge.example@10.0.0.1",
    "",
  ],
];

test("A5: a URL on chain that leads into this machine's own network is not asked, however it is spelled", async () => {
  assert.deepEqual(await asked([...INSIDE, ...OUTSIDE]), OUTSIDE);
  for (const endpoint of INSIDE) assert.deepEqual(await asked([endpoint]), [], endpoint);
});

test("on a development chain, and where the operator says so, all are asked", async () => {
  assert.deepEqual(await asked(INSIDE, 31_337), INSIDE);
  assert.deepEqual(await asked(INSIDE, 1, true), INSIDE);
});
