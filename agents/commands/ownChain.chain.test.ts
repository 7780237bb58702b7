// SPDX-License-Identifier: GPL-3.0-or-later
// Every line of docs/operators/own-chain.md runs, in one shell, as a reader would run it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "vitest";
import { freePort } from "../kernel/testing/freePort.ts";
import { REPOSITORY } from "../localnet/deploy.ts";

const page = readFileSync(join(REPOSITORY, "docs/operators/own-chain.md"), "utf8");

test("the page's commands bring up a chain with its contracts, and a film is published, watched and paid for", async (t) => {
  mkdirSync(join(REPOSITORY, ".tributary"), { recursive: true });
  const directory = mkdtempSync(join(REPOSITORY, ".tributary", "test-own-"));
  let script = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines]) => lines).join("");
  // what other programs of this machine may use
  script = script.replaceAll(".tributary/own", relative(REPOSITORY, directory));
  for (const port of ["8545", "9100", "8601"]) script = script.replaceAll(port, String(await freePort()));

  const settings = Object.entries(process.env).filter(([name]) => !name.startsWith("TRIBUTARY_"));
  const shell = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd: REPOSITORY,
    env: Object.fromEntries(settings),
    stdio: ["ignore", "pipe", "pipe"],
    // a group of its own, for what goes on in the background
    detached: true,
  });
  t.onTestFinished(() => {
    process.kill(-shell.pid!, "SIGKILL");
    rmSync(directory, { recursive: true, force: true });
  });
  // its children keep the pipes open, so the end is the shell's own
  const saying = { out: "", err: "" };
  shell.stdout.on("data", (part) => {
    saying.out += part;
  });
  shell.stderr.on("data", (part) => {
    saying.err += part;
  });
  const [code] = await once(shell, "exit");
  assert.equal(code, 0, `${saying.out}\n${saying.err}`);
  assert.match(saying.out, /0x[0-9a-fA-F]{40} received 1000 STREAM and 10 ether/);
  assert.match(saying.out, /watched 4 s for 0\.04 STREAM, through channel 0x[0-9a-f]{64}/);
});
