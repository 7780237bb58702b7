// SPDX-License-Identifier: MIT
// The README's lines for a page, in a real browser: one viewer, one channel, told in order.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  Conversion,
  Input,
  Mp4OutputFormat,
  Output,
} from "mediabunny";
import { type Hex, parseEther } from "viem";
import { afterAll, afterEach, beforeAll, test } from "vitest";
import { publishFile } from "../../commands/testing/publishFile.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../../localnet/roleSettings.ts";
import { type SpawnedRole, spawnRole } from "../../localnet/spawnRole.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { wav } from "../../publisher/testing/wav.ts";
import { readAccepted } from "../channels/readAccepted.ts";
import type { Behaviour } from "../testing/browser/injectedWallet.ts";
import { liesAfterManifest } from "../testing/browser/liesAfterManifest.ts";
import { openBrowser, type PlayPage } from "../testing/browser/playPage.ts";

const RATE = "0.01";
const RATE_WEI = parseEther(RATE);
const DEPOSIT_WEI = parseEther("2");
const COLONY = "agents/devnet/clips/colony.mp4";
const CLIPS = "agents/publisher/testing/clips";

let devchain: Devchain;
let viewer: Awaited<ReturnType<Devchain["newAccount"]>>;
let creator: Awaited<ReturnType<Devchain["newAccount"]>>;
let sequencer: SpawnedRole;
let edges: SpawnedRole[];
/** Works by what they are. */
let works: ReadonlyMap<string, Hex>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: PlayPage;
const closing: (() => unknown)[] = [];
const story = { onTestFinished: (work: () => unknown) => void closing.push(work) };

async function startRole(role: string, settings: Record<string, string>, streamWei = 0n) {
  const { key } = await devchain.newAccount(streamWei);
  return spawnRole(story, role, { ...asEnvironment(roleSettings(devchain, { key })), ...settings });
}

const publish = (file: string) => publishFile(devchain, file, { rate: RATE, payee: creator.account.address });

function written(name: string, bytes: Uint8Array): string {
  const path = join(devchain.directory, name);
  writeFileSync(path, bytes);
  return path;
}

/** The same film in fragments. */
async function fragmented(file: string): Promise<Uint8Array> {
  const input = new Input({ source: new BufferSource(readFileSync(file)), formats: ALL_FORMATS });
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "fragmented" }), target });
  await (await Conversion.init({ input, output })).execute();
  return new Uint8Array(target.buffer!);
}

/** What the sequencer has accepted of the one channel, in seconds at the rate. */
async function paidSeconds(of = page): Promise<number> {
  const { rows } = await of.kept();
  assert.equal(rows.length, 1);
  const accepted = await readAccepted({ sequencerUrl: sequencer.url, channelId: rows[0]!.channelId });
  return Number((accepted?.cumulative ?? 0n) / RATE_WEI);
}

beforeAll(async () => {
  devchain = await startDevchain();
  viewer = await devchain.newAccount(DEPOSIT_WEI);
  creator = await devchain.newAccount();
  const never = { TRIBUTARY_SETTLE_IDLE_SEC: "3600", TRIBUTARY_SETTLE_MINIMUM_WEI: "0" };
  const edge = async () => startRole("edge", { TRIBUTARY_BOND: "1000" }, parseEther("1000"));
  const first = await edge();
  [sequencer, ...edges] = await Promise.all([startRole("sequencer", never), first, edge()]);
  const opening = openBrowser({
    ...{ rpcUrl: devchain.rpcUrl, deploymentPath: devchain.deployment.path, sequencerUrl: sequencer.url },
  });
  const files = {
    film: COLONY,
    "an MP4 in fragments": written("fragments.mp4", await fragmented(COLONY)),
    "VP8, which plays in WebM alone": `${CLIPS}/whole.webm`,
    "MP3, which plays in neither": `${CLIPS}/whole.mp3`,
    "sound that is not compressed": written("sound.wav", wav(500_000)),
    "a long sound": written("long.wav", wav(24_000_000)),
  };
  const publishing = Object.entries(files).map(async ([what, file]) => [what, await publish(file)] as const);
  works = new Map(await Promise.all(publishing));
  browser = await opening;
  page = await browser.pageOf(viewer.key);
});
afterEach(() => assert.deepEqual(browser.unhandled.splice(0), []));
afterAll(async () => {
  await browser?.close();
  for (const work of closing.reverse()) await work();
  await devchain?.stop();
});

test("a film plays, the wallet pays one deposit, and a pause stops payment until the viewer goes on", async () => {
  await page.open(works.get("film")!);
  await page.until("bufferedUntil > 0");
  // as a person does; a browser lets no page play sound before
  await page.page.click("video");
  await page.until("time > 1.2");
  await page.pause();
  const { time } = await page.seen();
  await waitFor("the second that had begun", async () => (await paidSeconds()) === Math.ceil(time));
  // a payment by any clock but the film's would come now
  await page.page.evaluate("new Promise((resolve) => setTimeout(resolve, 2_100))");
  assert.equal(await paidSeconds(), Math.ceil(time));
  assert.equal((await page.seen()).time, time);
  await page.play(4);
  const { result, ended, time: end } = await page.until("result");
  assert.deepEqual([result, ended, Math.round(end)], [5, true, 5]);
  assert.equal(await paidSeconds(), 5);
  assert.equal(await devchain.balanceOf(viewer.account.address), 0n);
});

test("after each reload, the page goes on with the same channel, and plays what no page plays as it is", async () => {
  for (const what of [
    "an MP4 in fragments",
    "VP8, which plays in WebM alone",
    "MP3, which plays in neither",
    "sound that is not compressed",
  ]) {
    const before = await paidSeconds();
    await page.open(works.get(what)!);
    await page.play(8);
    const { result, failure, ended, time } = await page.until("result");
    assert.equal(failure, undefined, what);
    assert.deepEqual([result, ended], [Math.ceil(time - 0.1), true], what);
    assert.equal((await paidSeconds()) - before, result, what);
  }
  const { extractable, rows } = await page.kept();
  assert.equal(extractable, false);
  assert.deepEqual(rows[0]!.fields, ["iv", "sealed"]);
  assert.equal(await devchain.balanceOf(viewer.account.address), 0n, "there was no second deposit");
});

/** Somebody's page, whose wallet holds one deposit. */
async function somebody(streamWei = DEPOSIT_WEI) {
  const { account, key } = await devchain.newAccount(streamWei);
  const own = await browser.pageOf(key);
  /** Loads the page with a person who behaves so, and waits for the end. */
  async function ends(behaviour: Behaviour) {
    await own.behaves(behaviour);
    await own.open(works.get("film")!);
    await own.play(8);
    const { said, ...seen } = await own.until("false");
    return { ...seen, said, last: said.at(-1)! };
  }
  const balance = () => devchain.balanceOf(account.address);
  return { ...{ account, page: own, ends, balance }, leave: () => own.leave() };
}

test("a wallet that says no, or is on another chain, is told apart, and the page goes on once the person agrees", async () => {
  const viewer = await somebody();
  for (const [behaviour, name, says] of [
    [
      { rejects: ["eth_requestAccounts"] },
      "UserRejected",
      /^Stopped: the request was rejected in the wallet/,
    ],
    [{ rejects: ["eth_sendTransaction"] }, "UserRejected", /^Stopped: \w+ was rejected in the wallet/],
    [
      { chainId: 1, rejects: ["wallet_switchEthereumChain"] },
      "UserRejected",
      /^Stopped: the request was rej/,
    ],
    [
      { chainId: 1, staysOnChain: true },
      "WrongChain",
      /^Stopped: .* connected to chain 1, .*; switch to test/,
    ],
  ] as const) {
    const { name: failed, last, retryable } = await viewer.ends(behaviour);
    assert.equal(failed, name, last);
    assert.match(last, says);
    assert.equal(retryable, false);
    assert.equal(await viewer.balance(), DEPOSIT_WEI);
  }
  const { said, result } = await viewer.ends({ chainId: 1 });
  assert.equal(result, 5, said.at(-1));
  assert.deepEqual(
    said.filter((text) => !/^\d+ s played|^Waiting/.test(text)),
    [
      "Connecting: confirm in the wallet.",
      "The wallet is on another chain: confirm the switch to chain 31337.",
      "Depositing 2 STREAM: confirm in the wallet.",
      "Ready to play.",
      "Played to the end: 5 s.",
    ],
  );
  assert.equal(await viewer.balance(), 0n);
  await viewer.leave();
});

test("no wallet, no STREAM and no gas each say what is missing", async () => {
  const bare = await browser.pageOf();
  await bare.open(works.get("film")!);
  assert.match((await bare.until("false")).failure!, /^no wallet is in this page; install a wallet/);
  await bare.leave();
  const poor = await somebody(DEPOSIT_WEI - 1n);
  const short = await poor.ends({});
  assert.deepEqual([short.name, short.retryable], ["BalanceTooLow", false]);
  assert.match(short.last, /needs 2000000000000000000.*get 1 wei more/);
  await poor.leave();
  const dry = await somebody();
  await devchain.anvil.client.setBalance({ address: dry.account.address, value: 0n });
  const { name, last } = await dry.ends({});
  assert.equal(name, "GasUnaffordable", last);
  assert.match(last, /^Stopped: the account cannot pay the gas of .*; send some of the chain's own coin/);
  await dry.leave();
});

test("a deposit that the person cancels is an error, and one that the person speeds up is a deposit", async () => {
  const viewer = await somebody();
  const cancelled = await viewer.ends({ replaces: "cancel" });
  assert.equal(cancelled.name, "TransactionReplaced", cancelled.last);
  assert.match(cancelled.last, /^Stopped: open was not made: .* was cancelled/);
  assert.equal(await viewer.balance(), DEPOSIT_WEI);
  const { result, last } = await viewer.ends({ replaces: "speed up" });
  assert.equal(result, 5, last);
  assert.equal(await viewer.balance(), 0n);
  await viewer.leave();
});

test("a sequencer that falls silent in the middle ends the playing; reloads go on with the same channel", async () => {
  const viewer = await somebody();
  const { page: own } = viewer;
  await own.open(works.get("a long sound")!);
  await own.play(1);
  await own.until("said.at(-1).startsWith('2 s played')");
  await own.page.route(`${sequencer.url}/**`, (route) => route.abort());
  const { name, retryable, said } = await own.until("false");
  assert.deepEqual([name, retryable], ["SequencerUnreachable", true]);
  assert.match(
    said.at(-1)!,
    /^Stopped: no answer from .*check that the sequencer runs.*Trying again can help\.$/,
  );
  await own.page.unroute(`${sequencer.url}/**`);
  const before = await paidSeconds(own);
  // a reload in the middle, then one to the end
  await own.open(works.get("a long sound")!);
  await own.play(1);
  await own.until("said.at(-1).startsWith('1 s played')");
  const { result, last, said: all } = await viewer.ends({});
  assert.equal(result, 5, last);
  assert.ok(!all.some((text) => text.startsWith("Depositing")));
  assert.ok((await paidSeconds(own)) >= before + 6);
  assert.equal(await viewer.balance(), 0n);
  await viewer.leave();
});

test("a lying edge is passed over; when all lie, the page says so, and pays nothing for what was not true", async () => {
  const viewer = await somebody();
  const { page: own } = viewer;
  await liesAfterManifest(own.page, edges[0]!.url);
  const { result, last } = await viewer.ends({});
  assert.equal(result, 5, last);
  const before = await paidSeconds(own);
  await liesAfterManifest(own.page, edges[1]!.url);
  const failed = await viewer.ends({});
  assert.deepEqual([failed.name, failed.retryable], ["ChunkUnavailableError", false], failed.last);
  assert.match(failed.last, /^Stopped: No edge served chunk \d+ .*sent bytes that are not the chunk's/);
  assert.equal(await paidSeconds(own), before);
  await viewer.leave();
});

test("with an edge gone another serves; with both gone what came is played and paid, and playing fails", async () => {
  const before = await paidSeconds();
  const [gone, left] = edges as [SpawnedRole, SpawnedRole];
  let served = 0;
  page.page.on("requestfinished", (request) => {
    if (request.url().startsWith(`${left.url}/`)) served += 1;
  });
  await page.open(works.get("a long sound")!);
  // the page holds no more than this ready, until the viewer plays
  await page.until("bufferedUntil > 29");
  await gone.end("SIGKILL");
  const servedBefore = served;
  await page.play(1);
  await waitFor("the other edge to serve", async () => served > servedBefore);
  await left.end("SIGKILL");
  await page.play(16);
  const { failure, result, bufferedUntil, time } = await page.until("failure");
  assert.equal(result, undefined);
  assert.match(failure!, /^No edge served chunk \d+ of 0x/);
  assert.ok(time > 29 && bufferedUntil - time < 0.5, `${time} of ${bufferedUntil} s were played`);
  assert.ok(Math.abs((await paidSeconds()) - before - time) <= 1, `${time} s were played`);
});
