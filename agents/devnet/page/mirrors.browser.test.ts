// SPDX-License-Identifier: GPL-3.0-or-later
// A mirror beside the edges, in a real browser, told in order: it helps, it lies, and it is all that is left.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { liesAfterManifest } from "../../sdk/testing/browser/liesAfterManifest.ts";
import { type PageFixture, seriousFaults, startPageFixture } from "../testing/pageFixture.ts";

const PHONE = { viewport: { width: 390, height: 1200 }, hasTouch: true, colorScheme: "dark" } as const;
const WIDE = { viewport: { width: 1280, height: 1100 }, colorScheme: "light" } as const;
/** Where somebody wants to look at what the page showed. */
const SHOTS = process.env.TRIBUTARY_SCREENSHOTS;

let fixture: PageFixture;
let contentId: Hex;
let mirrorUrl: string;
type Visitor = Awaited<ReturnType<PageFixture["visitor"]>>;

beforeAll(async () => {
  fixture = await startPageFixture();
  const mirror = join(fixture.devchain.directory, "mirror");
  contentId = await fixture.publish("agents/devnet/clips/colony.mp4", "0", { mirror });
  mirrorUrl = await fixture.mirror(mirror);
  fixture.open();
});
afterAll(() => fixture?.close());

/** Plays the work to its end, in a browser that has nothing of it. @returns What the page says of its sources. */
async function plays({ page }: Visitor, shot: string): Promise<string> {
  await page.goto(`${fixture.url}/watch/${contentId}`);
  await page.click(".play");
  await page.waitForSelector("text=Watch again");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${shot}.png`, fullPage: true });
  assert.deepEqual(await seriousFaults(page), []);
  return page.locator(".panel:has(.edges)").innerText();
}

const host = () => new URL(mirrorUrl).host;
const row = (page: Page) => page.locator(`.edge:has-text("${host()}")`).innerText();

test("a mirror that lies is refused and named, and edges have what it falsified", async () => {
  const visitor = await fixture.visitor(WIDE);
  const { page, faults } = visitor;
  await liesAfterManifest(page, mirrorUrl);
  let hasLied = false;
  page.on("response", (response) => {
    hasLied ||= response.url().startsWith(mirrorUrl) && /chunks\/[1-9]/.test(response.url());
  });
  for (const { url } of fixture.edges)
    await page.route(new RegExp(`^${url}/v1/content/0x\\w+/chunks/[1-9]`), (route) =>
      hasLied ? route.continue() : route.abort(),
    );
  const said = await plays(visitor, "mirror-lies");
  assert.match(said, /bonded by 0x/);
  assert.match(await row(page), /, mirror\s+1 refused: sent bytes that are not the chunk's/);
  assert.deepEqual(
    faults.filter((fault) => !fixture.edges.some(({ url }) => fault.includes(url))),
    [],
  );
  await page.unrouteAll();
  await visitor.leave();
});

test("what is published from the page goes to edges, and no mirror is asked to take it", async () => {
  const { page, faults, leave } = await fixture.visitor(WIDE);
  const asked: string[] = [];
  page.on("request", (request) => void asked.push(`${request.method()} ${request.url()}`));
  await page.goto(`${fixture.url}/studio`);
  await page.click("button:has-text('Publish a work')");
  await page.setInputFiles("input[type=file]", "agents/devnet/clips/dunes.mp4");
  await page.waitForSelector("text=plays 4 seconds");
  await page.fill("label:has-text('Price of a minute') + input", "0");
  await page.click("button[type=submit]:has-text('Publish')");
  await page.waitForSelector("text=Published, on 2 edges.");
  assert.deepEqual(
    asked.filter((one) => one.includes(mirrorUrl) && !one.startsWith("GET ")),
    [],
  );
  assert.deepEqual(faults, []);
  await leave();
});

test("with every edge dead, the page plays the whole work from the mirror, and says so", async () => {
  const { edges } = fixture;
  await Promise.all(edges.map((edge) => edge.end("SIGKILL")));
  const visitor = await fixture.visitor(PHONE);
  await plays(visitor, "mirror-alone");
  assert.match(await row(visitor.page), /1[0-9] chunks, .*, mirror$/);
  assert.deepEqual(
    visitor.faults.filter((fault) => !edges.some(({ url }) => fault.includes(url))),
    [],
  );
  const rows = await visitor.page.locator(".edge").allInnerTexts();
  assert.ok(
    rows.every((one) => one.includes(host()) || /\s0 chunks,/.test(one)),
    rows.join("\n"),
  );
  await visitor.leave();
});
