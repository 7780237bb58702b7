// SPDX-License-Identifier: GPL-3.0-or-later
// Installs Chromium by apt for the tests of pages, unless a browser is there.
import { findBrowser } from "../agents/sdk/testing/browser/findBrowser.ts";
import { aptInstall } from "./aptInstall.ts";

if (!findBrowser()) aptInstall("chromium");
const found = findBrowser();
if (!found) {
  console.error(
    "There is no Chromium, and it cannot be installed from here, so pages are not tested. Install it as root " +
      "(apt-get install chromium), or name the path of a Chromium or Chrome in CHROMIUM.",
  );
  process.exit(1);
}
console.log(`pages are tested in ${found}`);
