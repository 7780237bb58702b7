// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "vitest";
import { BadBaseUrlError, parseBaseUrl } from "./baseUrl.ts";
import { hostScope } from "./hostScope.ts";

test("one node has one base URL, however it is spelt", () => {
  for (const [given, expected] of [
    ["https://edge.example", "https://edge.example"],
    ["https://EDGE.example:443/", "https://edge.example"],
    ["http://edge.example:80//", "http://edge.example"],
    ["https://edge.example/tributary/", "https://edge.example/tributary"],
    ["http://127.1:9100", "http://127.0.0.1:9100"],
    ["http://[0:0::1]:9100/", "http://[::1]:9100"],
    ["https://bücher.example/a b/../c".replace(" ", "%20"), "https://xn--bcher-kva.example/c"],
  ] as const)
    assert.equal(parseBaseUrl(given), expected);
});

test("what no node can be reached by is refused, and the message says what to leave out", () => {
  for (const [given, what] of [
    ["", /http or https/],
    ["edge.example", /http or https/],
    ["ftp://edge.example", /http or https/],
    ["javascript:alert(1)", /http or https/],
    ["https://", /http or https/],
    ["https://edge.example/\n", /http or https/],
    ["https://ed\tge.example", /http or https/],
    ["https://edge.example/\u001b]52;c;aGk=\u0007", /http or https/],
    ["https://ada@edge.example", /without a user name/],
    ["https://ada:secret@edge.example", /without a user name/],
    ["https://edge.example/?key=abc", /without a query/],
    ["https://edge.example/?", /without a query/],
    ["https://edge.example/#top", /without a query/],
    ["https://edge.example/#", /without a query/],
  ] as const) {
    assert.throws(
      () => parseBaseUrl(given),
      (error: Error) => error instanceof BadBaseUrlError && what.test(error.message),
      given,
    );
  }
});

test("the scope of a host is that of its address, in every spelling", () => {
  const scopes = {
    public: [
      "edge.example",
      "8.8.8.8",
      "172.32.0.1",
      "100.128.0.1",
      "[2606:4700::1111]",
      "2a00:1::",
      "[::ffff:8.8.8.8]",
    ],
    private: [
      ...["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1"],
      ...["198.18.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "edge", "edge.local", "edge.internal."],
      ...["[fd00::1]", "fc00::", "fe80::1%eth0", "[2001:db8::1]", "::ffff:10.0.0.1", "64:ff9b::a00:1"],
    ],
    loopback: [
      "127.0.0.1",
      "127.1.2.3",
      "localhost",
      "LOCALHOST.",
      "edge.localhost",
      "[::1]",
      "0:0:0:0:0:0:0:1",
      "::ffff:127.0.0.1",
    ],
    nobody: [
      "0.0.0.0",
      "::",
      "[::]",
      "0:0::0",
      "*",
      "",
      "0.1.2.3",
      "224.0.0.1",
      "255.255.255.255",
      "ff02::1",
      "::ffff:0.0.0.0",
    ],
  };
  for (const [scope, hosts] of Object.entries(scopes))
    for (const host of hosts) assert.equal(hostScope(host), scope, host);
});
