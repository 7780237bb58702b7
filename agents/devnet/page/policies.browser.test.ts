// SPDX-License-Identifier: GPL-3.0-or-later
// Who may watch, in a real browser, told in order: a creator seals a work and sets policies, others are let in or not, a key node lies.
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type Address, getAddress } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { newActor } from "../../keyholder/testing/meteredWork.ts";
import { waitFor } from "../../localnet/waitFor.ts";
import { randomAddress } from "../../sdk/testing/people.ts";
import { type PageFixture, seriousFaults, sidewaysFaults, startPageFixture } from "../testing/pageFixture.ts";

const PHONE = { viewport: { width: 390, height: 1200 }, hasTouch: true, colorScheme: "dark" } as const;
const WIDE = { viewport: { width: 1280, height: 1100 }, colorScheme: "light" } as const;
/** Any two of four make a key: one lies, and one goes down. */
const MAKEUP = { threshold: 2, nodes: [{}, {}, { faultShare: true }, {}] };
/** Where somebody wants to look at what the page showed. */
const SHOTS = process.env.TRIBUTARY_SCREENSHOTS;

let fixture: PageFixture;
let creator: Visitor;
let friend: Visitor & { account: Address };
let stranger: Visitor & { account: Address };
let path: string;
type Visitor = Awaited<ReturnType<PageFixture["visitor"]>>;

beforeAll(async () => {
  fixture = await startPageFixture(MAKEUP);
  fixture.open();
  creator = await fixture.visitor(PHONE);
  friend = await withWallet(WIDE);
  stranger = await withWallet(PHONE);
});
afterAll(() => fixture?.close());

/** A visitor with a wallet that announces itself. */
async function withWallet(options: object) {
  const { account, key: walletKey } = await fixture.devchain.newAccount(10n ** 21n);
  const visitor = await fixture.visitor(options, { walletKey });
  return { ...visitor, account: getAddress(account.address) };
}

/** Nothing is logged, axe finds nothing, nothing scrolls sideways. A node that gives no key, and one that is down, are logged by browsers. */
async function looksWell({ page, faults }: Visitor, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  assert.deepEqual(await seriousFaults(page), []);
  assert.deepEqual(await sidewaysFaults(page), []);
  assert.deepEqual(
    faults.filter((fault) => !/(status of 403|ERR_CONNECTION_REFUSED) .*\/v1\/keys/.test(fault)),
    [],
  );
}

async function open({ page }: Visitor, isFirst = false): Promise<void> {
  await page.goto(`${fixture.url}${path}`);
  if (!isFirst) return;
  await page.click("button:has-text('Wallet')");
  await page.click("text=Test wallet");
  await page.waitForSelector(".wallet-chip");
}

const plays = (page: Page) =>
  waitFor("the work to play", () => page.evaluate(`document.querySelector("video").currentTime > 0.5`));
const part = (page: Page, number: number) => page.locator(".policy-part").nth(number - 1);
const choose = (page: Page, number: number, label: string) =>
  part(page, number).locator("select").selectOption({ label });
const write = (page: Page, number: number, label: string, text: string) =>
  part(page, number).getByLabel(label).fill(text);

test("a creator publishes sealed to a committee: the policy's faults stand at its fields, and the link holds no key", async () => {
  const { page } = creator;
  await page.goto(`${fixture.url}/studio`);
  await page.click("button:has-text('Publish a work')");
  await page.setInputFiles("input[type=file]", "agents/devnet/clips/rivers.mp4");
  await page.waitForSelector("text=plays 6 seconds");
  await page.getByLabel("Price of a minute").fill("0");
  await page.getByLabel("Title").fill("Sealed rivers");
  const committee = await page.locator("option:has-text('2 of 4 key nodes')").getAttribute("value");
  await page.getByLabel("Who keeps the keys").selectOption(committee);
  await page.waitForSelector("text=Any 2 of its 4 nodes together give a key");
  await choose(page, 1, "You, and named accounts");
  await page.click("button[type=submit]:has-text('Publish')");
  await page.waitForSelector("text=Paste an address at least");
  await looksWell(creator, "publish-fault");
  await write(page, 1, "Addresses", friend.account);
  await page.click("button:has-text('Say it in words')");
  await page.waitForSelector("text=Who gets in: One named account.");
  await looksWell(creator, "publish-words");
  await page.click("button[type=submit]:has-text('Publish')");
  await page.waitForSelector("text=Published, on 2 edges.");
  const link = await page.inputValue("input[readonly]");
  assert.match(link, /\/watch\/0x[0-9a-f]{64}$/);
  path = new URL(link).pathname;
  await looksWell(creator, "published");
});

test("whoever the policy lets in plays the sealed work; for others the page says which part is missing, and no key node gives a key", async () => {
  await open(friend, true);
  await friend.page.waitForSelector("text=Who gets them: One named account.");
  await friend.page.waitForSelector("text=You may watch.");
  await friend.page.click(".play");
  await plays(friend.page);
  await looksWell(friend, "watch-let-in");

  await open(stranger);
  await stranger.page.waitForSelector("text=to see whether you are among them");
  await looksWell(stranger, "watch-no-wallet");
  await open(stranger, true);
  await stranger.page.waitForSelector("text=You may not watch now.");
  await stranger.page.waitForSelector("text=One named account: not among them");
  await stranger.page.waitForSelector("text=Ask the work's publisher to name this account.");
  await stranger.page.click(".play");
  await stranger.page.waitForSelector("text=The work's policy does not let you in");
  await stranger.page.waitForSelector(".nodes >> text=gave no key");
  await looksWell(stranger, "watch-kept-out");
});

test("the studio previews a policy on the chain before anything is sent, and sets it", async () => {
  const { page } = creator;
  await page.goto(`${fixture.url}/studio`);
  await page.waitForSelector("text=Now: One named account.");
  await choose(page, 1, "Bought it, for ever or for a time");
  await write(page, 1, "Price, in STREAM", "0");
  await page.click("button:has-text('Preview who gets in')");
  await page.waitForSelector("text=An amount of nothing lets everybody in");
  await looksWell(creator, "studio-fault");
  await write(page, 1, "Price, in STREAM", "5");
  await page.click("button:has-text('Add a part')");
  await choose(page, 2, "Stands on a list");
  await write(page, 2, "Addresses", `${friend.account}\n${randomAddress()}`);
  await page.click("button:has-text('Preview who gets in')");
  await page.waitForSelector(
    "text=Who gets in: A purchase of edition 0 at 5 STREAM for ever, or an account on the publisher's list.",
  );
  await page.getByLabel("Try addresses").fill(`${friend.account}, ${stranger.account}`);
  await page.click("button:has-text('Try them on the chain')");
  await page.waitForSelector(".tried li:nth-child(3)");
  const tried = await page.locator(".tried li").allInnerTexts();
  assert.match(tried[0]!, /^Does not get in: .*, you\s+.*not bought/);
  assert.match(tried[1]!, /^Gets in: /);
  assert.match(
    tried[2]!,
    /^Does not get in: .*\s+.*not bought.*; an account on the publisher's list: no path/,
  );
  const saving = page.waitForEvent("download");
  await page.click("button:has-text('Save the list of 2')");
  listPath = await (await saving).path();
  await looksWell(creator, "studio-preview");
  // nothing was sent so far
  await friend.page.reload();
  await friend.page.waitForSelector("text=Who gets them: One named account.");
  await page.click("button:has-text('Set this policy')");
  await page.waitForSelector("text=The policy is set.");
  await page.waitForSelector("text=Now: A purchase of edition 0 at 5 STREAM for ever");
  await looksWell(creator, "studio-set");
});
let listPath: string;

test("the policy decides about another wallet's keys: the list's file lets its accounts in, and nobody else", async () => {
  const { page } = friend;
  await page.reload();
  await page.waitForSelector("text=You may not watch now.");
  await looksWell(friend, "watch-parts");
  await stranger.page.reload();
  await stranger.page.setInputFiles('input[aria-label="The list\'s file"]', listPath);
  await stranger.page.waitForSelector("text=This account does not stand on the list.");
  await page.setInputFiles('input[aria-label="The list\'s file"]', listPath);
  await page.waitForSelector("text=You may watch.");
  await page.click(".play");
  await plays(page);
  await looksWell(friend, "watch-listed");
});

test("what a policy sells is bought from the page in one transaction, and opens the work", async () => {
  const { page, account } = stranger;
  const { client } = fixture.devchain.anvil;
  await page.waitForSelector("button:has-text('Buy for 5 STREAM for ever')");
  await looksWell(stranger, "watch-for-sale");
  const before = await client.getTransactionCount({ address: account });
  await page.click("button:has-text('Buy for 5 STREAM for ever')");
  await page.waitForSelector("text=You may watch.");
  assert.equal(await client.getTransactionCount({ address: account }), before + 1);
  await page.click(".play");
  await plays(page);
  await looksWell(stranger, "watch-bought");
});

test("the picture names the node that is down and the one that lied, and a wallet reports the lie", async () => {
  const { page } = friend;
  const [, held, liar, down] = fixture.committee.nodes;
  await down!.stop();
  await page.reload();
  await page.waitForSelector("text=You may watch.");
  // the second true answer waits for the false one
  const lied = page.waitForSelector(".nodes >> text=signed a false answer");
  await page.route(`${held!.url}/v1/keys`, async (route) => {
    await lied;
    await route.continue();
  });
  await page.click(".play");
  await plays(page);
  const rows = await page.locator(".node").allInnerTexts();
  assert.match(rows[0]!, /answered in \d+ ms/);
  assert.match(rows[1]!, /answered in \d+ ms/);
  assert.match(rows[2]!, /signed a false answer\s+Report the lie/);
  assert.match(rows[3]!, /does not answer/);
  assert.match(await page.locator("main").ariaSnapshot(), /list "Key nodes"/);
  await looksWell(friend, "picture");
  await page.click("button:has-text('Report the lie')");
  await page.waitForSelector("text=Proven on chain: its operator lost its bond.");
  const { client: reader } = await newActor(fixture.devchain);
  const { slashed } = await reader.operator.getOperator({ operator: liar!.operator });
  assert.equal(slashed, true);
  await looksWell(friend, "picture-reported");
});

test("the library says who may watch", async () => {
  const { page } = creator;
  await page.goto(fixture.url);
  await page.waitForSelector(".card >> text=For: A purchase of edition 0 at 5 STREAM for ever");
  await looksWell(creator, "library");
});
