// SPDX-License-Identifier: GPL-3.0-or-later

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { chromium } from "playwright-core";
import { makeDirectory } from "../../kernel/process/directory.ts";
import { REPOSITORY } from "../../localnet/deploy.ts";
import { PATIENCE_MS, waitFor } from "../../localnet/waitFor.ts";
import { findBrowser } from "../../sdk/testing/browser/findBrowser.ts";

const PAGE = "docs/integrators/quick-start.md";
/** In the repository, whose node_modules have what the page's project would install. */
const FOLDER = join(REPOSITORY, ".cache/quick-start");

/**
 * Does what the quick start says, in Chromium, with the devnet at `url`: writes its files, runs its command, presses Play.
 *
 * @returns What the page says at its end, and the errors that nobody handled.
 */
export async function quickStart(url: string): Promise<{ said: string; unhandled: string[] }> {
  const page = readFileSync(join(REPOSITORY, PAGE), "utf8");
  const block = (pattern: RegExp) => pattern.exec(page)![1]!;
  rmSync(FOLDER, { recursive: true, force: true });
  makeDirectory(FOLDER);
  writeFileSync(join(FOLDER, "index.html"), block(/```html\n([\s\S]*?)```/));
  writeFileSync(join(FOLDER, "main.js"), block(/```js\n([\s\S]*?)```/).replace("http://127.0.0.1:8600", url));
  const [command, ...args] = block(/## 4\. Run it\n\n {4}(.*)/).split(" ");
  const vite = spawn(command!, [...args, "--port", "0"], {
    cwd: FOLDER,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    let out = "";
    vite.stdout.on("data", (part) => {
      out += stripVTControlCharacters(String(part));
    });
    const served = () => /Local: +(http:\S+)/.exec(out)?.[1];
    await waitFor("the page's server", async () => served());
    return await played(served()!);
  } finally {
    process.kill(-vite.pid!, "SIGTERM");
    await once(vite, "close");
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

async function played(url: string): Promise<{ said: string; unhandled: string[] }> {
  const browser = await chromium.launch({ executablePath: findBrowser()! });
  try {
    const page = await browser.newPage();
    const unhandled: string[] = [];
    page.on("pageerror", ({ message }) => unhandled.push(message));
    await page.goto(url);
    await page.click("button");
    const says = (words: RegExp) =>
      page.waitForFunction(`${words}.exec(document.querySelector("output").textContent)`, undefined, {
        timeout: PATIENCE_MS,
      });
    // an error is a sentence that names no payment
    await says(/^Played|^(?!Getting ready|Waiting for|\d)./);
    return { said: (await page.textContent("output"))!, unhandled };
  } finally {
    await browser.close();
  }
}
