// SPDX-License-Identifier: GPL-3.0-or-later
// Two viewers in two browsers, over real WebRTC: off until they say yes; the one who comes later has much from the other.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Hex } from "viem";
import { afterAll, beforeAll, test } from "vitest";
import { waitFor } from "../../localnet/waitFor.ts";
import { type PageFixture, seriousFaults, sidewaysFaults, startPageFixture } from "../testing/pageFixture.ts";

const PHONE = { viewport: { width: 390, height: 1200 }, hasTouch: true, colorScheme: "dark" } as const;
const WIDE = { viewport: { width: 1280, height: 1100 }, colorScheme: "light" } as const;
/** Where somebody wants to look at what the page showed. */
const SHOTS = process.env.TRIBUTARY_SCREENSHOTS;

let fixture: PageFixture;
let contentId: Hex;
let mining: NodeJS.Timeout;
beforeAll(async () => {
  fixture = await startPageFixture();
  // longer than what edges alone bring in: 30 s
  const film = join(fixture.devchain.directory, "long.mp4");
  const clip = "agents/devnet/clips/colony.mp4";
  execFileSync("ffmpeg", ["-v", "error", "-stream_loop", "5", "-i", clip, "-c", "copy", film]);
  contentId = await fixture.publish(film, "0");
  fixture.open();
  // a chain that goes on
  mining = setInterval(() => void fixture.devchain.anvil.client.mine({ blocks: 1 }).catch(() => {}), 1_000);
});
afterAll(async () => {
  clearInterval(mining);
  await fixture?.close();
});

const helped = (page: Page) => page.locator("[data-testid=helped]").innerText();
const saysPeers = (page: Page) => page.locator(".panel:has(#help-title) .status-badge").innerText();

async function open(options: typeof PHONE | typeof WIDE) {
  const visitor = await fixture.visitor(options);
  const sockets: string[] = [];
  visitor.page.on("websocket", (socket) => sockets.push(socket.url()));
  await visitor.page.goto(`${fixture.url}/watch/${contentId}`);
  await visitor.page.waitForSelector("text=Help other viewers, and be helped");
  return { ...visitor, sockets };
}

test("nobody is met before a yes; then two viewers meet, one has chunks from the other, and the panel says so", async () => {
  const [first, second] = [await open(WIDE), await open(PHONE)];
  const toggle = (page: Page) => page.getByRole("switch");
  assert.ok(!(await toggle(first.page).isChecked()));
  if (SHOTS) await first.page.screenshot({ path: `${SHOTS}/peers-off.png`, fullPage: true });
  await first.page.click(".play");
  await first.page.waitForSelector(".edge");
  assert.deepEqual(first.sockets, []);

  await toggle(first.page).check();
  await waitFor("the first to meet", async () => first.sockets.length > 0);
  await toggle(second.page).check();
  // the yes alone meets nobody: the work has not begun
  assert.deepEqual(second.sockets, []);
  // an edge so near would have brought it all before anybody is met
  let meet = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  await second.page.route(/\/chunks\/\d+-\d+/, (route) => met.then(() => route.continue()));
  await second.page.click(".play");
  for (const { page } of [first, second])
    await waitFor("a peer", async () => (await saysPeers(page)) === "1 peer");
  meet();
  await waitFor("chunks of a peer", async () => /[1-9].* from peers/.test(await helped(second.page)));
  await second.page.waitForSelector(".edge:has-text('Peer')");
  assert.match(
    await second.page.locator(".edge:has-text('Peer')").innerText(),
    /Peer \d+\s+\d+ chunks?, .*, a viewer$/,
  );
  for (const { page, faults } of [first, second]) {
    assert.deepEqual(await seriousFaults(page), []);
    assert.deepEqual(await sidewaysFaults(page), []);
    assert.deepEqual(faults, []);
  }
  if (SHOTS) {
    await first.page.screenshot({ path: `${SHOTS}/peers-light.png`, fullPage: true });
    await second.page.screenshot({ path: `${SHOTS}/peers-phone-dark.png`, fullPage: true });
  }
  await waitFor("the first to say so too", async () => /[1-9].* to peers/.test(await helped(first.page)));

  await toggle(second.page).uncheck();
  await waitFor("the peer to go", async () => (await saysPeers(first.page)) === "0 peers");
  await second.page.reload();
  await second.page.waitForSelector("text=Help other viewers, and be helped");
  assert.ok(!(await toggle(second.page).isChecked()));
  await first.page.reload();
  await first.page.waitForSelector("text=Help other viewers, and be helped");
  assert.ok(await toggle(first.page).isChecked());
  for (const { leave } of [first, second]) await leave();
});
