// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { bytesToHex, type Hex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { payeeOfAddress } from "../sdk/chain/payee.ts";
import { newSessionKey } from "../sdk/channels/sessionStore.ts";
import { EDGE_ROLE } from "../sdk/content/getEdges.ts";
import { startYearOldChain } from "./testing/yearOldChain.ts";

let chain: Awaited<ReturnType<typeof startYearOldChain>>;
beforeAll(async () => {
  chain = await startYearOldChain();
});
afterAll(() => chain.stop());

const salt = () => bytesToHex(randomBytes(32));

function newStorage() {
  const texts = new Map<string, string>();
  return {
    getItem: (name: string) => texts.get(name) ?? null,
    setItem: (name: string, text: string) => void texts.set(name, text),
  };
}

test("on a year-old chain, a page lists edges, works, its channels and streams by two queries of logs", async (t) => {
  const [publisher, payer, payee] = [
    await chain.newClient(parseEther("100000")),
    await chain.newClient(20_000n),
    await chain.newClient(),
  ];
  const viewer = payer.account.address;
  const endpoint = "https://edge.example";
  const bondWei = await publisher.operator.getMinimumBond({});
  await publisher.operator.registerSync({ role: EDGE_ROLE, region: "eu-west", endpoint, bondWei });
  const work = { payee: payeeOfAddress(payee.account.address), ratePerSecondWei: 10n };
  const { contentId: older } = await publisher.content.registerLiveSync({ salt: salt(), ...work });
  const { contentId } = await publisher.content.registerLiveSync({ salt: salt(), ...work });
  const sequencer = await chain.startSequencer(t);
  await publisher.content.nameSequencerSync({ sequencerUrl: `${sequencer.url}/` });

  const terms = { payee: work.payee, windowSec: 900, sessionKey: newSessionKey().address };
  const { channelId, key } = await payer.channel.openSync({ ...terms, salt: 7n, depositWei: 10_000n });
  const closed = await payer.channel.openSync({ ...terms, salt: 8n, depositWei: 1_000n });
  await payee.channel.closeSync({ key: closed.key });
  const { key: streamKey } = await payer.stream.initiateSync({ contentId, ...work, durationSec: 600 });

  const { count, page } = await chain.newPage(t);
  const cache = newStorage();
  const visit = async () => {
    count.logQueries = 0;
    const { works } = await page.content.getWorks();
    const sequencerUrl = await page.content.getSequencer({ contentId: works[0]!.contentId });
    const found = { sequencerUrls: [sequencerUrl!], cache };
    return {
      edges: await page.content.getEdges(),
      works: works.map((listed) => listed.contentId),
      sequencerUrl,
      channels: await page.channel.getChannelsOf({ payer: viewer, ...found }),
      streams: await page.stream.getStreamsOf({ viewer, ...found }),
    };
  };
  const first = await visit();
  assert.equal(count.logQueries, 2);
  assert.deepEqual(first.edges, [{ operator: publisher.account.address, endpoint }]);
  assert.deepEqual(first.works, [contentId, older]);
  assert.equal(first.sequencerUrl, sequencer.url);
  assert.deepEqual(
    first.channels.map((channel) => [channel.channelId, channel.key, channel.status, channel.deposit]),
    [[channelId, key, "open", 10_000n]],
  );
  assert.deepEqual(
    first.streams.map((stream) => [stream.key, stream.funds]),
    [[streamKey, 6_000n]],
  );

  // a later visit knows where it stopped, and needs no sequencer
  await sequencer.stop();
  await payer.channel.startCloseSync({ key });
  const second = await visit();
  assert.equal(count.logQueries, 2);
  assert.deepEqual(
    second.channels.map((channel) => [channel.channelId, channel.status]),
    [[channelId, "closing"]],
  );
  assert.equal(second.streams.length, 1);
});

test("a sequencer lists what was opened before it started, to the payees that it serves", async (t) => {
  const [payer, mine, other] = [
    await chain.newClient(3_000n),
    await chain.newClient(),
    await chain.newClient(),
  ];
  const terms = { windowSec: 900, depositWei: 1_000n, salt: 0n, sessionKey: newSessionKey().address };
  const open = (payee: { account: { address: Hex } }) =>
    payer.channel.openSync({ ...terms, payee: payeeOfAddress(payee.account.address) });
  const { channelId } = await open(mine);
  await open(other);
  const { url } = await chain.startSequencer(t, { payees: mine.account.address });
  const { page } = await chain.newPage(t);
  const channels = await page.channel.getChannelsOf({
    ...{ payer: payer.account.address, sequencerUrls: [url], cache: newStorage() },
  });
  // both are in the newest blocks, which the page reads by itself
  assert.equal(channels.length, 2);
  const listed = await (await fetch(`${url}/v1/channels?payer=${payer.account.address}`)).json();
  assert.deepEqual(
    (listed as { channels: { channelId: Hex }[] }).channels.map((channel) => channel.channelId),
    [channelId],
  );
});
