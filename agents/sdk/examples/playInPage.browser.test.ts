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
import { runCli } from "../../commands/testing/runCli.ts";
import { type Devchain, startDevchain } from "../../localnet/devchain.ts";
import { asEnvironment, roleSettings } from "../../localnet/roleSettings.ts";
import { type SpawnedRole, spawnRole } from "../../localnet/spawnRole.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { wav } from "../../publisher/testing/wav.ts";
import { readAccepted } from "../channels/readAccepted.ts";
import { openPlayPage } from "../testing/browser/playPage.ts";

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
let page: Awaited<ReturnType<typeof openPlayPage>>;
const closing: (() => unknown)[] = [];
const story = { onTestFinished: (work: () => unknown) => void closing.push(work) };

async function startRole(role: string, settings: Record<string, string>, streamWei = 0n) {
  const { key } = await devchain.newAccount(streamWei);
  return spawnRole(story, role, { ...asEnvironment(roleSettings(devchain, { key })), ...settings });
}

/** Publishes a file, by a publisher of its own. */
async function publish(file: string): Promise<Hex> {
  const { key } = await devchain.newAccount();
  const env = {
    TRIBUTARY_RPC_URL: devchain.rpcUrl,
    TRIBUTARY_DEPLOYMENT: devchain.deployment.path,
    TRIBUTARY_KEY: key,
    TRIBUTARY_DATA_DIR: join(devchain.directory, key),
  };
  const args = ["publish", file, "--payee", creator.account.address, "--rate", RATE];
  const { code, out, err } = await runCli(args, { env });
  assert.equal(code, 0, err);
  return out.trim() as Hex;
}

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
async function paidSeconds(): Promise<number> {
  const { rows } = await page.kept();
  assert.equal(rows.length, 1);
  const accepted = await readAccepted({ sequencerUrl: sequencer.url, channelId: rows[0]!.channelId });
  return Number((accepted?.cumulative ?? 0n) / RATE_WEI);
}

beforeAll(async () => {
  devchain = await startDevchain();
  viewer = await devchain.newAccount(DEPOSIT_WEI);
  creator = await devchain.newAccount();
  await devchain.anvil.client.impersonateAccount({ address: viewer.account.address });
  const never = { TRIBUTARY_SETTLE_IDLE_SEC: "3600", TRIBUTARY_SETTLE_MINIMUM_WEI: "0" };
  const edge = async () => startRole("edge", { TRIBUTARY_BOND: "1000" }, parseEther("1000"));
  const first = await edge();
  [sequencer, ...edges] = await Promise.all([startRole("sequencer", never), first, edge()]);
  const opening = openPlayPage({
    ...{ rpcUrl: devchain.rpcUrl, deploymentPath: devchain.deployment.path, sequencerUrl: sequencer.url },
    account: viewer.account.address,
  });
  const files = {
    film: COLONY,
    "an MP4 in fragments": written("fragments.mp4", await fragmented(COLONY)),
    "VP8, which plays in WebM alone": `${CLIPS}/whole.webm`,
    "MP3, which plays in neither": `${CLIPS}/whole.mp3`,
    "sound that is not compressed": written("sound.wav", wav(500_000)),
    "a long sound": written("long.wav", wav(12_000_000)),
  };
  const publishing = Object.entries(files).map(async ([what, file]) => [what, await publish(file)] as const);
  works = new Map(await Promise.all(publishing));
  page = await opening;
});
afterEach(() => assert.deepEqual(page.unhandled.splice(0), []));
afterAll(async () => {
  await page?.close();
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

test("with an edge gone another serves; with both gone what came is played and paid, and playing fails", async () => {
  const before = await paidSeconds();
  const served = edges.map(() => 0);
  page.page.on("requestfinished", (request) => {
    const edge = edges.findIndex(({ url }) => request.url().startsWith(`${url}/`));
    if (edge >= 0) served[edge]! += 1;
  });
  await page.open(works.get("a long sound")!);
  // the page holds no more than this ready, until the viewer plays
  await page.until("bufferedUntil > 29");
  const [used, spare] = served[0]! > 0 ? [0, 1] : [1, 0];
  assert.equal(served[spare], 0);
  await edges[used]!.end("SIGKILL");
  await page.play(1);
  await waitFor("the other edge to serve", async () => served[spare]! > 0);
  await edges[spare]!.end("SIGKILL");
  await page.play(16);
  const { failure, result, bufferedUntil, time } = await page.until("failure");
  assert.equal(result, undefined);
  assert.match(failure!, /^No edge served chunk \d+ of 0x/);
  assert.ok(time > 29 && bufferedUntil - time < 0.5, `${time} of ${bufferedUntil} s were played`);
  assert.ok(Math.abs((await paidSeconds()) - before - time) <= 1, `${time} s were played`);
});
