// SPDX-License-Identifier: GPL-3.0-or-later
// Installs Chromium by apt for the tests of pages, unless a browser is there.
import { spawnSync } from "node:child_process";
import { findBrowser } from "../agents/sdk/testing/browser/findBrowser.ts";

const found = findBrowser() ?? (mayInstall() ? installed() : undefined);
if (!found) {
  console.error(
    "There is no Chromium, and it cannot be installed from here, so pages are not tested. Install it as root " +
      "(apt-get install chromium), or name the path of a Chromium or Chrome in CHROMIUM.",
  );
  process.exit(1);
}
console.log(`pages are tested in ${found}`);

function mayInstall(): boolean {
  return process.getuid?.() === 0 && run("apt-get", "--version");
}

function installed(): string | undefined {
  const apt = ["-q", "-y", "--no-install-recommends"];
  if (!run("apt-get", "install", ...apt, "chromium")) {
    // the lists of packages may be missing, or older than the packages
    run("apt-get", "update", "-q");
    run("apt-get", "install", ...apt, "chromium");
  }
  return findBrowser();
}

function run(program: string, ...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr } = spawnSync(program, args, { env, encoding: "utf8" });
  if (status !== 0) console.error(stderr ?? `${program} is not here`);
  return status === 0;
}
