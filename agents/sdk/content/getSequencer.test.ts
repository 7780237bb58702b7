// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { type Address, numberToHex } from "viem";
import { expectTypeOf, test } from "vitest";
import { contentRegistryAbi } from "../abis.generated.ts";
import { payeeOfAddress, payeeOfSplit } from "../chain/payee.ts";
import { InvalidInput } from "../errors/InvalidInput.ts";
import { TributaryError } from "../errors/TributaryError.ts";
import { answeringClient } from "../testing/answeringClient.ts";
import type { TributaryActions } from "../tributaryActions.ts";
import { BadBaseUrlError } from "../wire/baseUrl.ts";
import { getSequencer } from "./getSequencer.ts";
import { nameSequencer } from "./nameSequencer.ts";

const contentId = numberToHex(7, { size: 32 });
const account = numberToHex(0xab, { size: 20 });
const named = (text: string) => answeringClient(contentRegistryAbi, () => text);

test("a work is asked for by its id, a payee by its account", async () => {
  const { client, asked } = named("https://Node.example/");
  assert.equal(await getSequencer(client, { contentId }), "https://node.example");
  assert.equal(await getSequencer(client, { payee: payeeOfAddress(account) }), "https://node.example");
  assert.deepEqual(
    asked.map(({ functionName, args }) => [functionName, ...args].map(String).join(" ").toLowerCase()),
    [`sequencerofwork ${contentId}`, `sequencerof ${account}`],
  );
});

test("no name is undefined; a split, which can name none, is told apart before the chain is asked", async () => {
  const { client, asked } = named("");
  assert.equal(await getSequencer(client, { contentId }), undefined);
  await assert.rejects(getSequencer(client, { payee: payeeOfSplit(3n) }), InvalidInput);
  assert.equal(asked.length, 1);
});

test.each([
  "node.example",
  "ftp://node.example",
  "https://a:b@node.example",
  "https://node.example?a",
  "\u001b[2J",
])("a name that is no base URL is an error that does not repeat it: %j", async (text) => {
  await assert.rejects(getSequencer(named(text).client, { contentId }), (error) => {
    assert.ok(error instanceof TributaryError);
    assert.ok(!error.message.includes(text));
    return true;
  });
});

test("a sequencer is named by its base URL in its one spelling; an empty text takes the name back", () => {
  const { client } = named("");
  const textOf = (sequencerUrl: string) => nameSequencer.call(client, { sequencerUrl, account }).args?.[0];
  assert.equal(textOf("https://Node.example:443/a/"), "https://node.example/a");
  assert.equal(textOf(""), "");
  assert.throws(() => textOf("node.example"), BadBaseUrlError);
  type Naming = TributaryActions["content"]["nameSequencerSync"];
  expectTypeOf<{ sequencerUrl: string; account: Address }>().toExtend<Parameters<Naming>[0]>();
});
