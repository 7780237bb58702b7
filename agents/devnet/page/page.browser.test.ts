// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a real browser, told in order: it starts, a work is published, somebody watches and pays.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { type Hex, parseEther } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { newActor } from "../../keyholder/testing/meteredWork.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { newCreditor } from "../../prover/testing/creditor.ts";
import {
  interactionInputsAbi,
  interactionRollupAbi,
  paymentChannelsAbi,
  streamTokenAbi,
} from "../../sdk/abis.generated.ts";
import { meteredPolicy } from "../../sdk/access/terms.ts";
import { readAccepted } from "../../sdk/channels/readAccepted.ts";
import { readComments } from "../../sdk/interactions/readComments.ts";
import { segmentOfSplit, slotOfSplit } from "../../sdk/splits/splitId.ts";
import { liesAfterManifest } from "../../sdk/testing/browser/liesAfterManifest.ts";
import { randomAddress } from "../../sdk/testing/people.ts";
import { createRollupReader, type RollupClient } from "../../splits/rollupReader.ts";
import { createSplit } from "../../splits/splits.ts";
import { type PageFixture, seriousFaults, sidewaysFaults, startPageFixture } from "../testing/pageFixture.ts";
import { publishSealedClip } from "../testing/sealedWork.ts";
import { WORDS, withWords } from "../testing/withWords.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" } as const;
const RATE = "0.01";
const RATE_WEI = parseEther(RATE);
const COLONY_SEC = 5;
const DUNES_SEC = 4;
const SEQUENCER_ROLE = 3;
const NOTES = Buffer.from("What a creator wrote down.");
/** The deposit that stands first to choose: a minute. */
const DEPOSIT_WEI = 60n * RATE_WEI;

let fixture: PageFixture;
let contentId: Hex;
let visitor: Awaited<ReturnType<PageFixture["visitor"]>>;
beforeAll(async () => {
  fixture = await startPageFixture();
});
afterAll(() => fixture?.close());

const text = (page: Page, selector: string) => page.locator(selector).first().innerText();
const video = (page: Page, what: string) => page.evaluate(`document.querySelector("video").${what}`);
/** Asked from here: the page's policy lets no text become a script in the page. */
const until = (page: Page, isSo: string) =>
  waitFor(isSo, () =>
    page.evaluate(`(() => { const video = document.querySelector("video"); return ${isSo}; })()`),
  );

/** The channels that were opened so far, the newest last. */
async function channels() {
  const { client } = fixture.devchain.anvil;
  const logs = await client.getContractEvents({
    ...{ abi: paymentChannelsAbi, address: fixture.devchain.deployment.contracts.PaymentChannels },
    ...{ eventName: "Opened", fromBlock: 0n, strict: true },
  });
  return logs.map(({ args }) => args);
}

/** What the sequencer accepted of the newest channel, in seconds of the work. */
async function paidSeconds(): Promise<number> {
  const { channelId } = (await channels()).at(-1)!;
  const accepted = await readAccepted({ sequencerUrl: fixture.sequencer.url, channelId });
  return Number((accepted?.cumulative ?? 0n) / RATE_WEI);
}

test("the page waits while the devnet starts, and says that nothing is published yet", async () => {
  visitor = await fixture.visitor(PHONE);
  const { page } = visitor;
  await page.clock.install();
  // a browser logs each answer that says "later"
  const starting = page.waitForSelector("text=The devnet is starting");
  await page.goto(fixture.url);
  await starting;
  fixture.open();
  await page.waitForSelector("text=Nothing is published yet");
  assert.deepEqual(
    visitor.faults.filter((fault) => !/status of 503/.test(fault)),
    [],
  );
  assert.deepEqual(await seriousFaults(page), []);
  visitor.faults.length = 0;
});

test("a work appears by itself with its price and its length, on a phone without a second scroll bar", async () => {
  const film = withWords("agents/devnet/clips/colony.mp4", fixture.devchain.directory);
  contentId = await fixture.publish(film, RATE);
  const { page, faults } = visitor;
  await page.waitForSelector("text=Colony");
  assert.match(await text(page, ".card"), /0:0\d\s+Colony\s+0\.6 STREAM a minute\s+360p, by 0x/);
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(await sidewaysFaults(page), []);
  assert.deepEqual(faults, []);
});

test("one press plays and pays by the browser's own key; a pause of an hour costs nothing", async () => {
  const { page, faults } = visitor;
  await page.click(".card-link");
  await page.waitForSelector(".play");
  assert.deepEqual(await seriousFaults(page), []);
  await page.click(".play");
  await until(page, "video.currentTime > 1.2");
  await page.evaluate(`document.querySelector("video").pause()`);
  const began = Math.ceil((await video(page, "currentTime")) as number);
  await waitFor("the second that had begun", async () => (await paidSeconds()) === began);
  await page.waitForSelector("text=Paused, paying nothing");
  // a payment by any clock but the film's would come now
  await page.clock.fastForward("01:00:00");
  await page.evaluate("new Promise((resolve) => setTimeout(resolve, 200))");
  assert.equal(await paidSeconds(), began);
  assert.equal(await text(page, "[data-testid=paid]"), `0.0${began} STREAM`);
  assert.deepEqual(await seriousFaults(page), []);
  await page.evaluate(`document.querySelector("video").play()`);
  await page.waitForSelector("text=Watch again");
  assert.equal(await paidSeconds(), COLONY_SEC);
  assert.equal(await text(page, "[data-testid=paid]"), "0.05 STREAM");
  assert.equal(await text(page, "[data-testid=left]"), "0.55 STREAM");
  assert.match(await text(page, ".edges"), /127\.0\.0\.1:\d+\s+1[0-9] chunks, .* bonded by 0x/);
  assert.deepEqual(faults, []);
});

test("after a reload the page goes on with the same channel, and a top-up raises its deposit", async () => {
  const { page, faults } = visitor;
  await page.reload();
  await page.waitForSelector("text=It plays 55 seconds");
  await page.click("button:has-text('Play for')");
  await until(page, "video.currentTime > 0.5");
  await page.click("button:has-text('Add 0.6 STREAM')");
  await page.waitForSelector("text=Watch again");
  assert.equal(await text(page, "[data-testid=left]"), "1.1 STREAM");
  assert.equal(await paidSeconds(), 2 * COLONY_SEC);
  assert.equal((await channels()).length, 1);
  assert.deepEqual(faults, []);
});

test("a link begins where it says; keys pause, jump and hurry; subtitles and sound are chosen, and a screen reader finds all of it", async () => {
  const { page, faults } = visitor;
  await page.goto(`${fixture.url}/watch/${contentId}?t=2`);
  await page.click("button[aria-label='Play from 2 seconds on and pay by the second']");
  await until(page, "video.currentTime > 2");
  await page.keyboard.press("k");
  await until(page, "video.paused");
  assert.ok((await paidSeconds()) <= 2 * COLONY_SEC + 3, "what was left out is paid");
  await page.selectOption("label:has-text('Subtitles') select", { label: "German" });
  await until(page, `video.textTracks[0]?.cues?.[0]?.text === ${JSON.stringify(WORDS.deu)}`);
  await page.keyboard.press("c");
  await until(page, "video.textTracks.length === 0");
  await page.keyboard.press("c");
  await until(page, `video.textTracks[0]?.cues?.[0]?.text === ${JSON.stringify(WORDS.eng)}`);
  await page.keyboard.press(">");
  await page.waitForSelector(
    "text=At 1.25×, a second of the work is still paid as it plays: 0.75 STREAM a minute.",
  );
  assert.equal(await video(page, "playbackRate"), 1.25);
  const tree = await page.locator("main").ariaSnapshot();
  for (const part of [
    'group "Playback"',
    'combobox "Subtitles"',
    'combobox "Speed"',
    'heading "Colony" [level=1]',
  ])
    assert.ok(tree.includes(part), `${part} is not in\n${tree}`);
  await page.keyboard.press("0");
  await until(page, "video.currentTime === 0");
  const heard = (await video(page, "webkitAudioDecodedByteCount")) as number;
  await page.selectOption("label:has-text('Sound') select", { label: "German" });
  await page.keyboard.press("k");
  await until(page, "!video.paused");
  assert.deepEqual(await seriousFaults(page), []);
  await until(page, `video.webkitAudioDecodedByteCount > ${heard}`);
  await page.waitForSelector("text=Watch again");
  // the other sound may end a moment after the picture
  assert.match(await text(page, "[data-testid=paid]"), /^0\.0[56] STREAM$/);
  assert.deepEqual(faults, []);
});

test("a chunk that an edge falsifies is refused, said so, and comes from the other edge", async () => {
  const { page, faults } = visitor;
  const [liar] = fixture.edges;
  await liesAfterManifest(page, liar!.url);
  await page.click("button:has-text('Watch again')");
  await page.waitForSelector("text=1 refused");
  await until(page, "video.ended");
  assert.match(await text(page, ".edges"), /refused: sent bytes that are not the chunk's/);
  assert.match(await text(page, ".panel:has(.edges)"), /1[0-9] verified\s+1 refused/);
  assert.deepEqual(faults, []);
  await page.unrouteAll();
});

test("each failure is a sentence with what to do: no sequencer, no edge, a devnet that is gone", async () => {
  const { page } = visitor;
  const stops = async (blocked: string, title: string) => {
    await page.goto(`${fixture.url}/watch/${contentId}`);
    await page.waitForSelector(".play");
    await page.waitForSelector("text=A deposit to this creator is open");
    await page.route(blocked, (route) => route.abort());
    await page.click("button:has-text('Play for')");
    await page.waitForSelector(`.problem:has-text("${title}")`);
    assert.deepEqual(await seriousFaults(page), []);
    await page.unrouteAll();
  };
  await stops(`${fixture.sequencer.url}/**`, "The sequencer does not answer");
  await stops("**/v1/content/**", "No edge serves this work");
  await page.route("**/v1/deployment", (route) => route.abort());
  await page.goto(fixture.url);
  await page.waitForSelector("text=The devnet does not answer");
  await visitor.leave();
});

test("a wallet that announces itself signs one deposit by permit; its owner may say no, and has to have STREAM", async () => {
  const { account, key: walletKey } = await fixture.devchain.newAccount();
  const behaviour = { rejects: ["eth_sendTransaction"] };
  const { page, faults, leave } = await fixture.visitor({}, { walletKey, behaviour });
  await page.goto(`${fixture.url}/watch/${contentId}`);
  await page.click("button:has-text('Wallet')");
  await page.waitForSelector("text=Who pays?");
  assert.deepEqual(await seriousFaults(page), []);
  await page.click("text=Test wallet");
  await page.waitForSelector(".wallet-chip");
  await page.click(".play");
  await page.waitForSelector("text=There is not enough STREAM");
  await page.click(".problem button:has-text('Get STREAM')");
  await page.click("text=Get 1 000 STREAM");
  await page.waitForSelector("text=have arrived");
  assert.deepEqual(await seriousFaults(page), []);
  await page.keyboard.press("Escape");
  await page.click(".play");
  await page.waitForSelector("text=You said no in the wallet");
  await page.evaluate("behaviour.rejects.length = 0");
  await page.click("text=Try again");
  await page.waitForSelector("text=Watch again");
  const { payer, deposit } = (await channels()).at(-1)!;
  assert.deepEqual([payer, deposit], [account.address, DEPOSIT_WEI]);
  // the deposit, and no approval before it
  assert.equal(await fixture.devchain.anvil.client.getTransactionCount({ address: account.address }), 1);
  assert.deepEqual(faults, []);
  await leave();
});

test("the studio shows the work, draws the days, and has them as a table", async () => {
  const { page, faults, leave } = await fixture.visitor({ colorScheme: "light" });
  await page.goto(`${fixture.url}/studio`);
  await page.waitForSelector(".chart-days");
  await page.waitForSelector("a:has-text('Colony')");
  assert.match(await text(page, ".tiles"), /Revenue in all\s+0 STREAM\s+Today\s+0 STREAM\s+Works\s+1/);
  await page.click("text=The days as a table");
  assert.equal(await page.locator(".chart-table tbody tr").count(), 14);
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(faults, []);
  await leave();
});

test("a creator publishes a file from the page, encrypted there, and it plays by its link alone", async () => {
  const { page, faults, leave } = await fixture.visitor(PHONE);
  await page.goto(`${fixture.url}/studio`);
  await page.click("button:has-text('Publish a work')");
  await page.click("button:has-text('Publish'):not(:has-text('work'))");
  await page.waitForSelector("text=Choose a file.");
  await page.setInputFiles("input[type=file]", { name: "notes.txt", mimeType: "text/plain", buffer: NOTES });
  await page.waitForSelector(
    "text=Its length is not known: the file is in no media format that is known here.",
  );
  await page.setInputFiles("input[type=file]", "agents/devnet/clips/rivers.mp4");
  await page.waitForSelector("text=plays 6 seconds");
  await page.fill("label:has-text('Price of a minute') + input", "six");
  await page.click("button[type=submit]:has-text('Publish')");
  await page.waitForSelector("text=Write the price as a number of STREAM");
  assert.deepEqual(await seriousFaults(page), []);
  await page.fill("label:has-text('Price of a minute') + input", "0.6");
  await page.fill("label:has-text('Title') + input", "My rivers");
  await page.click("button[type=submit]:has-text('Publish')");
  await page.waitForSelector("text=Published, on 2 edges.");
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(await sidewaysFaults(page), []);
  const link = await page.inputValue("input[readonly]");
  assert.match(link, /\/watch\/0x[0-9a-f]{64}#k=[A-Za-z0-9_-]{43}$/);
  await page.waitForSelector("th a:has-text('My rivers')");
  await page.goto(link.split("#")[0]!);
  await page.click("button:has-text('Deposit')");
  await page.waitForSelector("text=The work is private");
  await page.goto("about:blank");
  await page.goto(link);
  await page.click(".play");
  await until(page, "video.currentTime > 0.5");
  assert.deepEqual(faults, []);
  await leave();
});

test("a sealed work's keys come from its committee, period by period, to whoever pays", async () => {
  const { devchain, committee } = fixture;
  const { client } = await newActor(devchain);
  const edges = await client.content.getEdges();
  const operators = await client.operator.getOperators({ role: SEQUENCER_ROLE });
  const { operator: sequencer } = operators.find(({ endpoint }) => endpoint === fixture.sequencer.url)!;
  const sealed = await publishSealedClip(devchain, "agents/devnet/clips/dunes.mp4", {
    ...{ committeeId: committee.committeeId, edges, rate: RATE },
  });
  const { page, faults, leave } = await fixture.visitor();
  await page.goto(`${fixture.url}/watch/${sealed.contentId}`);
  await page.waitForSelector("text=Key nodes keep this work's keys. Who gets them: Nobody.");
  await page.click(".play");
  await page.waitForSelector("text=The work's policy does not let you in");
  assert.deepEqual(await seriousFaults(page), []);
  await sealed.setPolicy(meteredPolicy({ sequencer, pricePerPeriodWei: RATE_WEI }));
  await page.reload();
  await page.waitForSelector(`text=Who gets them: ${RATE} STREAM for each key period`);
  await page.click(".play");
  await page.waitForSelector("text=Watch again");
  assert.equal(await paidSeconds(), DUNES_SEC, "each second once, with its period or as it played");
  assert.deepEqual(
    faults.filter((fault) => !/status of 403 .*\/v1\/keys/.test(fault)),
    [],
  );
  await leave();
});

test("collaborators claim their shares by proofs made in the page", async () => {
  const { devchain } = fixture;
  const creditor = await newCreditor(devchain, parseEther("100"));
  const table = [3_333, 6_667].map((bps) => ({ recipient: randomAddress(), bps }));
  const rollup = devchain.deployment.contracts.SplitRollup;
  const { split } = await createSplit(creditor.client, { rollup, table });
  await fixture.publish("agents/devnet/clips/rivers.mp4", RATE, { payee: `split:${split}` });
  await creditor.credit(segmentOfSplit(split), [{ slot: slotOfSplit(split), amountWei: parseEther("3") }]);
  const prover = await fixture.role("prover", { TRIBUTARY_TAKEOVER_SEC: "0" });
  const reader = createRollupReader(devchain.anvil.client as unknown as RollupClient, rollup);
  await waitFor("the credit to be settled", async () => (await reader.queueOf(0n)).settledBatches > 0n);
  await prover.end("SIGTERM");

  const { page, faults, leave } = await fixture.visitor();
  await page.goto(`${fixture.url}/studio`);
  await page.click("button:has-text('Claim shares')");
  const choose = (rows: unknown) =>
    page.setInputFiles(".claim input", {
      ...{ name: "split.json", mimeType: "application/json" },
      buffer: Buffer.from(JSON.stringify(rows)),
    });
  await choose(table.slice(1));
  await page.waitForSelector("text=This is not the table of a split.");
  await choose(table.toReversed());
  await page.waitForSelector("text=The table is not the one that split 0 was registered with.");
  assert.deepEqual(await seriousFaults(page), []);
  await page.reload();
  await page.click("button:has-text('Claim shares')");
  await choose(table);
  const row = (place: number) => page.locator(".claim-row").nth(place);
  await row(1).locator("text=is owed 2.0001 STREAM").waitFor();
  assert.deepEqual(await seriousFaults(page), []);
  await row(0).locator("button").click();
  await page.waitForSelector("text=0.9999 STREAM went to");
  await row(0).locator("text=is paid").waitFor();
  assert.equal(await row(0).locator("button").count(), 0);
  await row(1).locator("button").click();
  await page.waitForSelector("text=2.0001 STREAM went to");
  for (const [place, { recipient }] of table.entries()) {
    const paid = await devchain.anvil.client.readContract({
      ...{ abi: streamTokenAbi, address: devchain.deployment.contracts.StreamToken },
      ...{ functionName: "balanceOf", args: [recipient] },
    });
    assert.equal(paid, parseEther(["0.9999", "2.0001"][place]!));
  }
  assert.deepEqual(faults, []);
  await leave();
});

test("who watches likes, rates and comments by a key of the browser; a comment shows once the state that has it is final", async () => {
  const { page, faults, leave } = await fixture.visitor({ ...PHONE, colorScheme: "light" });
  await page.goto(`${fixture.url}/watch/${contentId}`);
  await page.waitForSelector("text=Nobody has commented yet");
  await page.waitForSelector("text=Not rated yet");
  await page.click("button:has-text('Like this work')");
  await page.waitForSelector("[aria-pressed=true]:has-text('♥ 1')");
  await page.click("[aria-label='4 stars']");
  await page.waitForSelector("text=4.0 of 5, 1 rating");
  await page.click("[aria-label='4 stars']");
  await page.waitForSelector("text=Not rated yet");
  await page.fill("#comment", "Well sung.\n<b>Again</b>!");
  await page.click("button:has-text('Comment')");
  await page.waitForSelector(
    "text=The sequencer has your comment. One comment waits until the state is final.",
  );
  assert.equal(await page.inputValue("#comment"), "");
  assert.equal(await page.locator(".comment").count(), 0);
  const rollup = {
    ...{ abi: interactionRollupAbi, address: fixture.devchain.deployment.contracts.InteractionRollup },
  };
  const { client } = fixture.devchain.anvil;
  const [asserted, window] = [
    () => client.getContractEvents({ ...rollup, eventName: "Asserted", fromBlock: 0n }),
    await client.readContract({ ...rollup, functionName: "WINDOW" }),
  ];
  const posted = async () => (await thread()).comments.length > 0;
  const work = 0;
  const thread = () => readComments({ sequencerUrl: fixture.sequencer.url, work });
  await waitFor("the comment is posted", posted);
  const inputs = {
    abi: interactionInputsAbi,
    address: fixture.devchain.deployment.contracts.InteractionInputs,
  };
  const { length } = await client.getContractEvents({ ...inputs, eventName: "InputsPosted", fromBlock: 0n });
  await waitFor("all is asserted", async () => (await asserted()).length === length);
  await client.increaseTime({ seconds: window });
  await client.mine({ blocks: 1 });
  await page.waitForSelector(".comment");
  assert.equal(await text(page, ".comment p"), "Well sung.\n<b>Again</b>!");
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(await sidewaysFaults(page), []);
  await page.reload();
  await page.click("[aria-pressed=true]:has-text('♥ 1')");
  await page.waitForSelector("[aria-pressed=false]:has-text('♡ 0')");
  assert.deepEqual(faults, []);
  await leave();
});

test("an edge that is killed while it is asked costs nobody a second", async () => {
  const { page, faults, leave } = await fixture.visitor();
  const [killed] = fixture.edges;
  let asked = 0;
  await page.goto(`${fixture.url}/watch/${contentId}`);
  await page.waitForSelector(".play");
  await page.route(new RegExp(`^${killed!.url}/v1/content/0x\\w+/chunks/[1-9]`), async (route) => {
    asked += 1;
    await killed!.end("SIGKILL");
    await route.continue();
  });
  await page.click(".play");
  await page.waitForSelector("text=Watch again");
  assert.ok(asked > 0);
  assert.equal(await paidSeconds(), COLONY_SEC);
  assert.deepEqual(
    faults.filter((fault) => !fault.includes(killed!.url)),
    [],
  );
  await leave();
});

test("the page is small: 56 kB to the first paint, 227 kB of scripts to watch, 256 in all beside what reads any file, what proves a share, and what meets peers", () => {
  const gzipped = (path: string) => gzipSync(fixture.files.get(path)!, { level: 9 }).length;
  const document = fixture.files.get("/index.html")!.toString();
  const first = [...document.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
  assert.ok(first.length > 1);
  const painted = gzipped("/index.html") + first.reduce((sum, path) => sum + gzipped(path), 0);
  assert.ok(painted <= 56_000, `the first paint takes ${painted} bytes`);
  const late = /mediabunny|claimPanel|proving\.worker|joinPeers/;
  const scripts = [...fixture.files.keys()].filter((path) => /\.js$/.test(path) && !late.test(path));
  const sizeOf = (paths: string[]) => paths.reduce((sum, path) => sum + gzipped(path), 0);
  const watching = sizeOf(scripts.filter((path) => !/studio|hashing\.worker/.test(path)));
  assert.ok(watching <= 227_000, `the scripts to watch have ${watching} bytes`);
  const all = sizeOf(scripts);
  assert.ok(all <= 256_000, `all scripts have ${all} bytes`);
});
